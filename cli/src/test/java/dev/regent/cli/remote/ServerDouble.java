package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/// A server on loopback that says what a test tells it to, and takes nothing that the interface doesn't have: an
/// unknown call, a missing header or an unknown field is an error that [#close()] raises again.
public final class ServerDouble implements AutoCloseable {

    public static final String TOKEN = "rgt_canary";

    /// What each writing call may bring.
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("POST /plans", Set.of("registry", "policy", "images")),
            Map.entry("POST /plans/*/approvals", Set.of("reason", "allowLarge")),
            Map.entry("POST /executions", Set.of("plan", "image", "undo", "images", "reason")),
            Map.entry("POST /executions/*/stop", Set.of("reason")),
            Map.entry("POST /registries/*/look", Set.of()),
            Map.entry("POST /registries/*/what-if", Set.of("images", "repositories")),
            Map.entry("POST /environments/*/retire", Set.of("reason")),
            Map.entry("POST /environments/*/confirm", Set.of("reason")),
            Map.entry("POST /pins", Set.of("image", "reason", "owner", "until")),
            Map.entry("DELETE /pins/*", Set.of("reason")),
            Map.entry("POST /tokens", Set.of("name", "role", "registries", "expiresIn")),
            Map.entry("DELETE /tokens/*", Set.of()));

    /// What came.
    public record Request(String method, String path, JsonNode body, Map<String, String> headers) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /// Answers one call.
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer http;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

    private ServerDouble(HttpServer http) {
        this.http = http;
    }

    public static ServerDouble start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ServerDouble server = new ServerDouble(http);
        http.createContext("/", server::answer);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return server;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// What was sent to `method path`, the last time.
    public JsonNode sent(String method, String path) {
        return requests().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .reduce((first, second) -> second)
                .orElseThrow()
                .body();
    }

    /// Answers a call by JSON. Of several answers for one call each is given once, the last for ever.
    ///
    /// @param call for example `GET /plans?registry=main`
    public ServerDouble says(String call, int status, String json) {
        return does(call, Replies.body(status, status < 400 ? "application/json" : "application/problem+json", json));
    }

    public ServerDouble says(String call, String json) {
        return says(call, 200, json);
    }

    public ServerDouble does(String call, Reply reply) {
        replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(reply);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        JsonNode body = bytes.length == 0 ? mapper.missingNode() : mapper.readTree(bytes);
        String route = path.startsWith("/api/v1") ? path.substring(7) : path;
        requests.add(new Request(exchange.getRequestMethod(), route, body, headers));
        if (!("Bearer " + TOKEN).equals(headers.get("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            Replies.body(401, "application/problem+json", "{\"status\": 401, \"detail\": \"no such token\"}")
                    .to(exchange);
            return;
        }
        String call = exchange.getRequestMethod() + " " + route;
        check(exchange.getRequestMethod(), route, body, headers);
        Deque<Reply> known = replies.get(call);
        if (known == null) {
            wrong.add("nobody knows " + call);
            Replies.body(404, "application/problem+json", "{\"detail\": \"nobody knows " + call + "\"}")
                    .to(exchange);
            return;
        }
        Reply reply;
        synchronized (known) {
            reply = known.size() > 1 ? known.removeFirst() : known.getFirst();
        }
        reply.to(exchange);
    }

    private void check(String method, String path, JsonNode body, Map<String, String> headers) {
        if (method.equals("GET")) {
            return;
        }
        if (!headers.containsKey("Idempotency-key")) {
            wrong.add(method + " " + path + " without an Idempotency-Key");
        }
        Set<String> fields = FIELDS.get(
                method + " " + path.replaceFirst("^(/[a-z]+)/[^/]+", path.indexOf('/', 1) < 0 ? "$0" : "$1/*"));
        if (fields == null) {
            wrong.add(method + " " + path + " is no call of the interface");
            return;
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                wrong.add(method + " " + path + " with an unknown field " + name);
            }
        });
    }

    @Override
    public void close() {
        http.stop(0);
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }
}
