package dev.regent.testkit.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Portainer's agents on the nodes of a Swarm, as one of them answers (2.23): lists of containers and
/// images come from all nodes, merged, whoever is named, unless that is the one who answers; what is
/// for managers goes to one, and the rest to the node that is named. A node that is away is left out
/// of merged lists without a word.
///
/// @see <a
/// href="https://github.com/portainer/agent/blob/0506bde399fdb910d9df8671d97e3823014d9882/http/handler/docker/docker_operation.go">Portainer's agent</a>
public final class AgentDouble implements AutoCloseable {

    private static final ObjectMapper JSON = new JsonMapper();
    private static final Set<String> OF_MANAGERS = Set.of("/services", "/tasks", "/nodes", "/info");
    private static final Set<String> MERGED = Set.of("/containers/json", "/images/json");
    private static final List<String> PASSED_ON = List.of("Api-Version", "Content-Type", "Ostype");

    private final Map<String, EngineDouble> engines;
    private final String prefix;
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient inside = HttpClient.newBuilder().executor(threads).build();
    private final HttpServer server;
    private volatile Map<String, String> wanted = Map.of();
    private volatile String here;

    private AgentDouble(Map<String, EngineDouble> engines, String prefix) throws IOException {
        this.engines = new LinkedHashMap<>(engines);
        this.prefix = prefix;
        this.here = this.engines.keySet().iterator().next();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Serves on loopback.
    ///
    /// @param engines by the hostname of their node; the first manages the Swarm, and its agent answers
    /// @param prefix of every path, for example `/api/endpoints/3/docker`
    public static AgentDouble of(Map<String, EngineDouble> engines, String prefix) {
        try {
            return new AgentDouble(engines, prefix);
        } catch (IOException e) {
            throw new IllegalStateException("no agent can be served on loopback", e);
        }
    }

    /// Scheme, host, port and prefix.
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
    }

    /// From now on every call has to carry these headers.
    public void demand(Map<String, String> headers) {
        wanted = Map.copyOf(headers);
    }

    /// From now on another node's agent answers.
    public void answerFrom(String hostname) {
        here = hostname;
    }

    /// From now on agents don't reach that node.
    public void drop(String hostname) {
        away.add(hostname);
    }

    /// From now on agents reach that node again.
    public void restore(String hostname) {
        away.remove(hostname);
    }

    /// Calls so far, with the node that was named, for example `GET /v1.41/events@host2`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Calls that would not have been needed, or to nobody, with those of every engine.
    public List<String> unexpected() {
        List<String> all = new CopyOnWriteArrayList<>(unexpected);
        engines.values().forEach(engine -> all.addAll(engine.unexpected()));
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String uri = exchange.getRequestURI().toString();
            boolean known = wanted.entrySet().stream()
                    .allMatch(header -> header.getValue()
                            .equals(exchange.getRequestHeaders().getFirst(header.getKey())));
            if (!uri.startsWith(prefix + "/") || !known) {
                unexpected.add(uri + (known ? "" : " without the headers that were agreed on"));
                send(exchange, known ? 404 : 401, error("no"));
                return;
            }
            answer(exchange, uri.substring(prefix.length()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String target) throws IOException, InterruptedException {
        // The agent strips versions, and the engine answers in its newest.
        String bare = target.replaceFirst("^/v1\\.[0-9]+", "");
        String path = bare.replaceFirst("\\?.*", "");
        Optional<String> node = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-PortainerAgent-Target"));
        boolean manager = exchange.getRequestHeaders().containsKey("X-PortainerAgent-ManagerOperation");
        asked.add(exchange.getRequestMethod() + " " + target
                + node.map(name -> "@" + name).orElse(""));
        if (OF_MANAGERS.contains(path) != manager) {
            unexpected.add(path + (manager ? " is not for managers only" : " without a word that it is for managers"));
        }
        if (manager) {
            pass(exchange, engines.keySet().iterator().next(), bare);
        } else if (MERGED.contains(path) && !node.equals(Optional.of(here))) {
            send(exchange, 200, merged(bare).toString());
        } else {
            pass(exchange, node.orElse(here), bare);
        }
    }

    private void pass(HttpExchange exchange, String node, String target) throws IOException, InterruptedException {
        if (away.contains(node) || !engines.containsKey(node)) {
            send(exchange, 500, error("The agent was unable to contact any other agent"));
            return;
        }
        HttpResponse<byte[]> answer = ask(node, target);
        PASSED_ON.forEach(name -> answer.headers()
                .firstValue(name)
                .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private ArrayNode merged(String target) throws IOException, InterruptedException {
        ArrayNode all = JSON.createArrayNode();
        for (String node : engines.keySet()) {
            HttpResponse<byte[]> answer = away.contains(node) ? null : ask(node, target);
            JsonNode list = answer == null ? null : JSON.readTree(answer.body());
            if (list != null && list.isArray()) {
                for (JsonNode item : list) {
                    ((ObjectNode) item)
                            .putObject("Portainer")
                            .putObject("Agent")
                            .put("NodeName", node);
                    all.add(item);
                }
            }
        }
        return all;
    }

    private HttpResponse<byte[]> ask(String node, String target) throws IOException, InterruptedException {
        URI engine = URI.create(
                Objects.requireNonNull(engines.get(node)).tcp().toString().replace("tcp://", "http://") + target);
        return inside.send(HttpRequest.newBuilder(engine).build(), BodyHandlers.ofByteArray());
    }

    private static String error(String message) {
        return JSON.createObjectNode()
                .put("message", message)
                .put("details", message)
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
