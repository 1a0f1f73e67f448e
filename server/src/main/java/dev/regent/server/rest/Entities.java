package dev.regent.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.oci.Digest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Names each JSON answer to a GET after its bytes, and sends none that the caller has already.
public final class Entities {

    private final ObjectMapper json;

    Entities(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext asked, ContainerResponseContext answer) throws JsonProcessingException {
        boolean tagged = asked.getMethod().equals("GET")
                && answer.getStatus() == 200
                && answer.getEntity() instanceof Record
                && MediaType.APPLICATION_JSON_TYPE.isCompatible(answer.getMediaType());
        if (!tagged) {
            return;
        }
        String body = json.writeValueAsString(answer.getEntity());
        String tag = tag(body);
        answer.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (has(asked.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            answer.setStatus(304);
            answer.setEntity(null);
        } else {
            answer.setEntity(body);
        }
    }

    static String tag(String body) {
        return '"' + Digest.sha256(body.getBytes(StandardCharsets.UTF_8)).hex() + '"';
    }

    /// Whether a list of tags, or `*`, has one. A proxy that packs bodies makes tags weak.
    static boolean has(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
