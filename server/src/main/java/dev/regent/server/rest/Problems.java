package dev.regent.server.rest;

import dev.regent.store.DatabaseException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever goes wrong into a problem; what nobody foresaw is logged under a name that the answer gives.
public final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String PROBLEM_JSON = "application/problem+json";

    @ServerExceptionMapper
    Response problem(ProblemException problem, UriInfo uri) {
        return response(problem.status(), problem.title(), problem.detail(), uri, problem.reasons());
    }

    @ServerExceptionMapper
    Response illegal(IllegalArgumentException problem, UriInfo uri) {
        return response(400, "Bad request", String.valueOf(problem.getMessage()), uri, List.of());
    }

    @ServerExceptionMapper
    Response database(DatabaseException problem, UriInfo uri) {
        log.atWarn().setCause(problem).log("the database can't be used");
        return response(503, "Service unavailable", String.valueOf(problem.getMessage()), uri, List.of());
    }

    @ServerExceptionMapper
    Response http(WebApplicationException problem, UriInfo uri) {
        int status = problem.getResponse().getStatus();
        String detail = status == 404
                ? "there is nothing at " + uri.getPath() + "; see /api/v1/openapi"
                : problem.getCause() == null
                        ? String.valueOf(problem.getMessage())
                        : "the body can't be understood: " + firstLine(problem.getCause());
        return response(status, problem.getResponse().getStatusInfo().getReasonPhrase(), detail, uri, List.of());
    }

    @ServerExceptionMapper
    Response unforeseen(RuntimeException problem, UriInfo uri) {
        String name = UUID.randomUUID().toString();
        log.atError().addKeyValue("incident", name).setCause(problem).log("a request failed");
        return response(
                500,
                "Internal server error",
                "this should not have happened; the server's log tells more under incident " + name,
                uri,
                List.of());
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static Response response(int status, String title, String detail, UriInfo uri, List<String> reasons) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.valueOf(PROBLEM_JSON))
                .entity(new Problem(
                        "about:blank",
                        title,
                        status,
                        detail,
                        uri.getRequestUri().getPath(),
                        reasons));
        return (status == 401 ? response.header("WWW-Authenticate", "Bearer realm=\"regent\"") : response).build();
    }
}
