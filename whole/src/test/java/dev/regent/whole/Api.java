package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What a person with a token does over REST.
///
/// @param url of the server, without a path
record Api(URI url, String token) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> ENDS = Set.of("done", "stopped", "failed");

    /// @param body missing if the answer is no JSON
    record Answer(int status, JsonNode body, String text) {

        /// The body, of an answer with this status.
        JsonNode with(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return body;
        }

        String detail() {
            return body.path("detail").asText();
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    /// What the server says to whoever asks whether it is ready.
    JsonNode health() throws IOException, InterruptedException {
        return at(url.resolve("/q/health/ready")).with(200);
    }

    /// What stands at any address.
    Answer at(URI address) throws IOException, InterruptedException {
        return sendTo("GET", address, HttpRequest.BodyPublishers.noBody());
    }

    /// Any call.
    ///
    /// @param body empty for none
    Answer call(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(
                method,
                path,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /// A stream of events, read until something is told.
    ///
    /// @param after id of the event before the first
    /// @param until what a line has to contain to be the last that is read
    Answer listen(String path, String after, String until) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Last-Event-ID", after)
                .build();
        HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder told = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line;
            do {
                line = lines.readLine();
                told.append(line).append('\n');
            } while (line != null && !line.contains(until));
        }
        return new Answer(response.statusCode(), MissingNode.getInstance(), told.toString());
    }

    /// A stream of events as it is read, to its end.
    CompletableFuture<String> stream(String path) {
        return CLIENT.sendAsync(
                        HttpRequest.newBuilder(url.resolve("/api/v1" + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .thenApply(HttpResponse::body);
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return sendTo(method, url.resolve("/api/v1" + path), body);
    }

    private Answer sendTo(String method, URI address, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder asked = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body);
        HttpRequest request = (token.isEmpty() ? asked : asked.header("Authorization", "Bearer " + token)).build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.contains("json") && !type.contains("ndjson"))
                .isPresent();
        return new Answer(
                response.statusCode(),
                json ? JSON.readTree(response.body()) : MissingNode.getInstance(),
                response.body());
    }

    /// A plan for a registry by the policies in force.
    JsonNode propose(String registry) throws IOException, InterruptedException {
        return proposed(post("/plans", Map.of("registry", registry)));
    }

    /// A plan for a registry by a policy of its own.
    JsonNode propose(String registry, String policy) throws IOException, InterruptedException {
        return proposed(post("/plans", Map.of("registry", registry, "policy", policy)));
    }

    private static JsonNode proposed(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.body();
    }

    /// Says yes, even to a large plan.
    JsonNode approve(JsonNode plan) throws IOException, InterruptedException {
        return sayYes(plan).with(201);
    }

    Answer sayYes(JsonNode plan) throws IOException, InterruptedException {
        return post(
                "/plans/" + plan.path("digest").asText() + "/approvals",
                Map.of("reason", "looked at it", "allowLarge", true));
    }

    /// Begins to carry out an approved plan.
    String begin(JsonNode plan) throws IOException, InterruptedException {
        return post("/executions", Map.of("plan", plan.path("digest").asText()))
                .with(202)
                .path("execution")
                .asText();
    }

    /// Approves a plan and begins to carry it out.
    String apply(JsonNode plan) throws IOException, InterruptedException {
        approve(plan);
        return begin(plan);
    }

    String undo(String execution) throws IOException, InterruptedException {
        return post("/executions", Map.of("undo", execution, "reason", "needed after all"))
                .with(202)
                .path("execution")
                .asText();
    }

    JsonNode execution(String id) throws IOException, InterruptedException {
        return get("/executions/" + id).with(200);
    }

    /// The execution once it is at its end.
    JsonNode ended(String id) throws InterruptedException {
        return Awaited.value(
                () -> execution(id), now -> ENDS.contains(now.path("state").asText()));
    }

    /// The execution once so many of its steps are done.
    JsonNode done(String id, int steps) throws InterruptedException {
        return Awaited.value(
                () -> execution(id), now -> now.path("counts").path("done").asInt() >= steps);
    }

    /// What became of each step: `repository@digest`, for a tag `repository:tag@digest`.
    static Map<String, String> outcomes(JsonNode execution) {
        Map<String, String> outcomes = new TreeMap<>();
        execution.path("steps").forEach(step -> {
            String tag = step.path("kind").asText().endsWith("tag")
                    ? ":" + step.path("tags").path(0).asText()
                    : "";
            outcomes.put(
                    step.path("repository").asText() + tag + "@"
                            + step.path("digest").asText(),
                    step.path("outcome").asText());
        });
        return outcomes;
    }

    /// The words beside the outcome of the steps in one repository.
    static List<String> details(JsonNode execution, String repository) {
        List<String> details = new ArrayList<>();
        execution.path("steps").forEach(step -> {
            if (step.path("repository").asText().equals(repository)) {
                details.add(step.path("outcome").asText() + ": "
                        + step.path("detail").asText());
            }
        });
        return details;
    }
}
