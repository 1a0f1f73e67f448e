package dev.regent.server.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets an address say in which form it is answered, for who can't send headers: `?format=csv`.
public final class Formats {

    @ServerRequestFilter(preMatching = true)
    void choose(ContainerRequestContext asked) {
        @Nullable String format = asked.getUriInfo().getQueryParameters().getFirst("format");
        if (format == null || !asked.getUriInfo().getPath().contains("/estate/")) {
            return;
        }
        switch (format) {
            case "csv" -> asked.getHeaders().putSingle(HttpHeaders.ACCEPT, CsvWriter.CSV);
            case "json" -> asked.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
            default -> throw ProblemException.bad("?format= is csv or json, got another text");
        }
    }
}
