package dev.regent.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running server, spoken to over its REST interface. Redirects are not followed: they would take the token along.
final class Server implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private static final String CSV = "text/csv";
    private static final Pattern NEXT = Pattern.compile("[?&]cursor=([^&>]+)[^>]*>; *rel=\"next\"");

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final Connection connection;

    Server(Connection connection) {
        this.connection = connection;
    }

    Answer get(Route route) throws RemoteFailure, InterruptedException {
        return parsed(send(request(route).timeout(ANSWER).GET().build()));
    }

    /// A whole list, page after page.
    Answer all(Route route) throws RemoteFailure, InterruptedException {
        Answer page = get(route);
        ArrayNode items = page.json().withArray("items");
        while (page.has("next")) {
            page = get(route.with("cursor", page.raw("next")));
            page.json().path("items").forEach(items::add);
        }
        ObjectNode whole = mapper.createObjectNode();
        whole.set("items", items);
        return new Answer(whole);
    }

    /// A whole list as a table, page after page, with one line of names at its top.
    String table(Route route) throws RemoteFailure, InterruptedException {
        StringBuilder table = new StringBuilder();
        Optional<Route> next = Optional.of(route);
        while (next.isPresent()) {
            HttpResponse<byte[]> page = send(request(next.get())
                    .timeout(ANSWER)
                    .setHeader("Accept", CSV)
                    .GET()
                    .build());
            refuse(page);
            if (!page.headers().firstValue("Content-Type").orElse("").startsWith(CSV)) {
                throw stranger(page);
            }
            String text = new String(page.body(), StandardCharsets.UTF_8);
            table.append(table.isEmpty() ? text : text.substring(text.indexOf('\n') + 1));
            next = page.headers()
                    .firstValue("Link")
                    .map(NEXT::matcher)
                    .filter(Matcher::find)
                    .map(link -> route.with("cursor", link.group(1)));
        }
        return table.toString();
    }

    /// Asks for something to be done, once: if the answer is lost, the same request is sent again, and the server knows
    /// it by its key.
    Answer post(Route route, ObjectNode body) throws RemoteFailure, InterruptedException {
        return parsed(sendOnce("POST", route, body));
    }

    void delete(Route route, ObjectNode body) throws RemoteFailure, InterruptedException {
        refuse(sendOnce("DELETE", route, body));
    }

    private HttpResponse<byte[]> sendOnce(String method, Route route, ObjectNode body)
            throws RemoteFailure, InterruptedException {
        HttpRequest request = request(route)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw unreachable(request, e);
        } catch (IOException _) {
            // The answer was lost. Of plans, approvals and executions the server tells it again by the key.
            return send(request);
        }
    }

    /// Opens what the server tells as it happens.
    ///
    /// @param last the last event that was seen; empty for all of them
    /// @throws IOException if the stream can't be had now, and perhaps later
    EventStream events(Route route, Optional<String> last) throws IOException, RemoteFailure, InterruptedException {
        HttpRequest.Builder asked = request(route).setHeader("Accept", "text/event-stream");
        last.ifPresent(id -> asked.header("Last-Event-ID", id));
        HttpResponse<InputStream> response =
                http.send(asked.GET().timeout(CONNECT).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return new EventStream(response.body());
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                throw Problems.failure(connection, response, body.readAllBytes());
            }
        }
        throw new IOException("answered " + response.statusCode());
    }

    /// Opens a body that is too long to be held.
    InputStream download(Route route) throws RemoteFailure, InterruptedException, IOException {
        HttpRequest request =
                request(route).setHeader("Accept", "application/x-ndjson").GET().build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return response.body();
            }
            try (InputStream body = response.body()) {
                throw Problems.failure(connection, response, body.readAllBytes());
            }
        } catch (ConnectException e) {
            throw unreachable(request, e);
        }
    }

    private HttpRequest.Builder request(Route route) {
        return HttpRequest.newBuilder(connection.server().at(route))
                .header("Authorization", "Bearer " + connection.token().revealed())
                .header("Accept", "application/json");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws RemoteFailure, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unreachable(request, e);
        }
    }

    private RemoteFailure unreachable(HttpRequest request, IOException e) {
        String message = request.method() + " " + request.uri() + ": " + cause(e) + "; is it running? ";
        return RemoteFailure.passing(message + connection.from(), List.of());
    }

    /// The JDK's client leaves the message out for the two that matter most.
    private static String cause(IOException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "there is no host of this name";
            }
        }
        if (e instanceof ConnectException) {
            return "nothing answers there (connection refused)";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private Answer parsed(HttpResponse<byte[]> response) throws RemoteFailure {
        refuse(response);
        try {
            if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
                return new Answer(mapper.readTree(new String(response.body(), StandardCharsets.UTF_8)));
            }
        } catch (JsonProcessingException _) {
            // Told below: the remedy is the same as for another kind of content.
        }
        throw stranger(response);
    }

    private RemoteFailure stranger(HttpResponse<byte[]> response) {
        return RemoteFailure.of(response.request().method() + " " + response.uri() + ": answered "
                + response.statusCode() + " with something that isn't Regent's; is this the right server? "
                + connection.from());
    }

    private void refuse(HttpResponse<byte[]> response) throws RemoteFailure {
        if (response.statusCode() / 100 != 2) {
            throw Problems.failure(connection, response, response.body());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
