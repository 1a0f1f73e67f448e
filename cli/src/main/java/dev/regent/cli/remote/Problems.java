package dev.regent.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Answers that are no success, in words.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem+json</a>
final class Problems {

    private Problems() {}

    static RemoteFailure failure(Connection connection, HttpResponse<?> response, byte[] body) {
        int status = response.statusCode();
        String where = response.request().method() + " " + response.uri();
        if (status / 100 == 3) {
            return RemoteFailure.of(where + ": answered " + status + " and points to "
                    + response.headers().firstValue("Location").orElse("nowhere")
                    + ", where the token isn't taken; use that address if it is yours: " + connection.from());
        }
        Answer problem = problem(response, body);
        String said = problem.has("detail") ? problem.raw("detail") : problem.raw("title");
        if (status == 401) {
            return RemoteFailure.of("the server doesn't take this token (" + connection.from() + ")"
                    + (said.isEmpty() ? "" : ": " + said)
                    + "; it may have expired or been revoked. An administrator makes a new one with `regent token"
                    + " create`; then use `regent login URL --token-file FILE`, or put it where REGENT_TOKEN_FILE"
                    + " points");
        }
        String message = said.isEmpty()
                ? where + ": answered " + status + " without saying why; is this the right server? " + connection.from()
                : said;
        List<String> reasons = reasons(problem);
        if (status / 100 == 5 || status == 429) {
            return RemoteFailure.passing(message, reasons);
        }
        return status == 400 || status == 422
                ? RemoteFailure.badUsage(message, reasons)
                : RemoteFailure.refused(message, reasons);
    }

    private static List<String> reasons(Answer problem) {
        List<String> reasons = new ArrayList<>();
        for (String name : List.of("reasons", "candidates", "problems", "errors")) {
            problem.json()
                    .path(name)
                    .forEach(each -> reasons.add(each.isValueNode() ? each.asText() : sentence(new Answer(each))));
        }
        return reasons;
    }

    private static String sentence(Answer reason) {
        for (String name : List.of("detail", "message", "digest", "execution", "id")) {
            if (reason.has(name)) {
                return reason.raw(name);
            }
        }
        return reason.json().toString();
    }

    private static Answer problem(HttpResponse<?> response, byte[] body) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("application/problem+json") || type.startsWith("application/json")) {
            try {
                return new Answer(new ObjectMapper().readTree(new String(body, StandardCharsets.UTF_8)));
            } catch (JsonProcessingException _) {
                // Then it says nothing, which is told.
                return new Answer(JsonNodeFactory.instance.objectNode());
            }
        }
        return new Answer(JsonNodeFactory.instance.objectNode());
    }
}
