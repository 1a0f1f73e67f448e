package dev.regent.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.regent.oci.Text;
import dev.regent.store.DatabaseException;
import dev.regent.store.record.RecordException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever goes wrong into a problem; what nobody foresaw is logged under a name that the
/// answer gives.
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
    Response record(RecordException problem, UriInfo uri) {
        log.atError().setCause(problem).log("the record can't be added to");
        return response(503, "Service unavailable", String.valueOf(problem.getMessage()), uri, List.of());
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException problem, UriInfo uri) {
        return response(400, "Bad request", Misread.said(problem), uri, List.of());
    }

    @ServerExceptionMapper
    Response http(WebApplicationException problem, UriInfo uri, ContainerRequestContext asked) {
        if (problem.getCause() instanceof JsonProcessingException body) {
            return response(400, "Bad request", Misread.said(body), uri, List.of());
        }
        int status = problem.getResponse().getStatus();
        if (status == 404 && problem.getCause() != null) {
            return response(400, "Bad request", Given.misreadNumbers(uri.getQueryParameters()), uri, List.of());
        }
        Response answer = response(
                status,
                sentence(problem.getResponse().getStatusInfo().getReasonPhrase()),
                detail(status, uri, asked),
                uri,
                List.of());
        String allowed = problem.getResponse().getHeaderString("Allow");
        return allowed == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allowed).build();
    }

    private static String sentence(String phrase) {
        return phrase.isEmpty()
                ? "Problem"
                : phrase.charAt(0) + phrase.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String detail(int status, UriInfo uri, ContainerRequestContext asked) {
        String place = Text.plain(uri.getRequestUri().getPath());
        return switch (status) {
            case 404 -> "there is nothing at " + place + "; see /api/v1/openapi";
            case 405 -> "nothing answers " + Text.plain(asked.getMethod()) + " at " + place + "; see /api/v1/openapi";
            case 406 -> "the answer is application/json, which the request's Accept doesn't take";
            case 413 -> "the body is longer than the server takes; send less";
            case 415 -> "the body has to be JSON: send it with `Content-Type: application/json`";
            default -> "the request can't be answered as it is; see /api/v1/openapi";
        };
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

    private static Response response(int status, String title, String detail, UriInfo uri, List<String> reasons) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.valueOf(PROBLEM_JSON))
                .entity(new Problem(
                        "about:blank",
                        title,
                        status,
                        detail,
                        uri.getRequestUri().getRawPath(),
                        reasons));
        return (status == 401 ? response.header("WWW-Authenticate", "Bearer realm=\"regent\"") : response).build();
    }
}
