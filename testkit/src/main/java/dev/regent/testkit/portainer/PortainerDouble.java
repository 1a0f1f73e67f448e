package dev.regent.testkit.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Portainer over real HTTP that answers from a [PortainerWorld] and passes calls on to the environments behind it.
/// Strict: what it does not know is an error, and shows in [#unexpected()]; so does everything that is no `GET`.
public final class PortainerDouble implements AutoCloseable {

    private static final Pattern PASSED_ON = Pattern.compile("/api/endpoints/([0-9]+)/(docker|kubernetes)(/.*)");
    private static final Pattern STACK_FILE = Pattern.compile("/api/stacks/([0-9]+)/file");
    private static final Pattern EDGE_STACK_FILE = Pattern.compile("/api/edge_stacks/([0-9]+)/file");
    private static final Pattern LOG_PAGE =
            Pattern.compile("offset=([0-9]+)&limit=([0-9]+)&sortBy=Timestamp&sortDesc=true");
    private static final Pattern ENVIRONMENT = Pattern.compile("/api/endpoints/([0-9]+)");

    private final PortainerWorld world;
    private final PortainerAnswers answers;
    private final Forwarding forwarding;
    private final HttpServer server;
    private final String base;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> instead = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> closedTunnels = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private record Reply(int status, Map<String, String> headers, String body) {
        static Reply json(JsonNode body) {
            return new Reply(200, Map.of(), body.toString());
        }

        static Reply error(int status, String message, String details) {
            return new Reply(
                    status, Map.of(), PortainerAnswers.error(message, details).toString());
        }
    }

    private PortainerDouble(PortainerWorld world, String base) throws IOException {
        this.world = world;
        this.base = base;
        this.answers = new PortainerAnswers(world);
        this.forwarding = new Forwarding(world, threads);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Serves `world`, which can change while it is served.
    public static PortainerDouble of(PortainerWorld world) {
        return under("", world);
    }

    /// The same below a path, as behind a proxy.
    ///
    /// @param base for example `/portainer`
    public static PortainerDouble under(String base, PortainerWorld world) {
        try {
            return new PortainerDouble(world, base);
        } catch (IOException e) {
            throw new IllegalStateException("no Portainer can be served on loopback", e);
        }
    }

    /// Scheme, host, port and path.
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + base);
    }

    /// Calls so far, for example `GET /api/registries`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Calls that no Portainer knows, or that a well-behaved reader would not have made.
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /// From now on calls of this path are answered so.
    ///
    /// @param path without query, for example `/api/registries`
    public void answer(String path, int status, String body) {
        answer(path, status, body, Map.of());
    }

    /// The same with headers.
    public void answer(String path, int status, String body, Map<String, String> headers) {
        instead.put(path, new Reply(status, Map.copyOf(headers), body));
    }

    /// The next calls for an environment find no tunnel.
    public void closeTunnel(int environment, int calls) {
        closedTunnels.put(environment, new AtomicInteger(calls));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (!path.startsWith(base + "/")) {
                send(exchange, strange(exchange));
                return;
            }
            Optional<Reply> refusal = refusal(exchange, path.substring(base.length()));
            if (refusal.isPresent()) {
                send(exchange, refusal.get());
                return;
            }
            answer(exchange, path.substring(base.length()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Reply> refusal(HttpExchange exchange, String path) {
        Headers headers = exchange.getRequestHeaders();
        Optional<String> key = Optional.ofNullable(headers.getFirst("X-API-Key"));
        if (!exchange.getRequestMethod().equals("GET") || headers.containsKey("Cookie")) {
            unexpected.add(
                    exchange.getRequestMethod() + " " + path + (headers.containsKey("Cookie") ? ", cookie" : ""));
            return Optional.of(Reply.error(405, "this Portainer is only to be looked at", ""));
        }
        if (key.isPresent() && headers.containsKey("Authorization")) {
            unexpected.add(path + " with two kinds of credentials");
            return Optional.of(
                    Reply.error(403, "api key and auth header are not allowed at the same time", "Access denied"));
        }
        if (path.equals("/api/system/status")) {
            return Optional.empty();
        }
        if (key.isEmpty()) {
            return Optional.of(Reply.error(401, "A valid authorization token is missing", "Unauthorized"));
        }
        // That is what it says of a wrong API key too (CE 2.23).
        boolean known =
                key.get().equals(PortainerWorld.ADMINISTRATOR_KEY) || key.get().equals(PortainerWorld.STANDARD_KEY);
        return known ? Optional.empty() : Optional.of(Reply.error(401, "Invalid JWT token", "Unauthorized"));
    }

    private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Optional<Reply> otherwise = Optional.ofNullable(instead.get(path));
        if (otherwise.isPresent()) {
            send(exchange, otherwise.get());
            return;
        }
        boolean administrator = PortainerWorld.ADMINISTRATOR_KEY.equals(
                exchange.getRequestHeaders().getFirst("X-API-Key"));
        Matcher on = PASSED_ON.matcher(path);
        if (on.matches()) {
            passOn(exchange, Integer.parseInt(on.group(1)), on.group(2), on.group(3), administrator);
            return;
        }
        send(exchange, own(exchange, path, administrator));
    }

    private Reply own(HttpExchange exchange, String path, boolean administrator) {
        Matcher file = STACK_FILE.matcher(path);
        Matcher one = ENVIRONMENT.matcher(path);
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        if (path.equals("/api/endpoints")) {
            return environments(exchange, query, administrator);
        }
        if (path.startsWith("/api/useractivity/") && world.edition() != Edition.CE_2_23) {
            return logs(exchange, path, query, administrator);
        }
        if (!query.isEmpty()) {
            return strange(exchange);
        }
        if (path.startsWith("/api/edge_")) {
            return edge(exchange, path, administrator);
        }
        if (file.matches()) {
            return file(Integer.parseInt(file.group(1)));
        }
        if (one.matches()) {
            int id = Integer.parseInt(one.group(1));
            return visible(id, administrator)
                    .map(environment -> Reply.json(answers.environment(environment, true)))
                    .orElseGet(() -> hidden(id));
        }
        return listed(exchange, path, administrator);
    }

    private Reply listed(HttpExchange exchange, String path, boolean administrator) {
        boolean community = world.edition() == Edition.CE_2_23;
        return switch (path) {
            case "/api/system/status" -> Reply.json(answers.status());
            case "/api/users/me" -> Reply.json(answers.me(administrator));
            case "/api/endpoint_groups" -> Reply.json(answers.groups(administrator));
            case "/api/tags" -> Reply.json(answers.tags());
            case "/api/users" ->
                administrator || !community
                        ? Reply.json(answers.users(administrator))
                        : Reply.error(
                                403,
                                "Permission denied to access users list",
                                "Permission denied to access users list");
            case "/api/teams" -> Reply.json(answers.teams());
            case "/api/stacks" -> Reply.json(administrator ? answers.stacks() : JsonNodeFactory.instance.arrayNode());
            case "/api/team_memberships" -> administrator ? Reply.json(answers.memberships()) : denied();
            case "/api/registries" ->
                administrator || !community ? Reply.json(answers.registries(administrator)) : denied();
            case "/api/licenses/info" ->
                community
                        ? new Reply(404, Map.of(), "404 page not found\n")
                        : administrator ? Reply.json(answers.licences()) : denied();
            default -> strange(exchange);
        };
    }

    /// Newest first, in pages, as its pages for people ask for them.
    private Reply logs(HttpExchange exchange, String path, String query, boolean administrator) {
        Matcher page = LOG_PAGE.matcher(query);
        if (!page.matches()) {
            return strange(exchange);
        }
        if (!administrator) {
            return denied();
        }
        int offset = Integer.parseInt(page.group(1));
        int limit = Integer.parseInt(page.group(2));
        return switch (path) {
            case "/api/useractivity/logs" -> Reply.json(answers.activity(offset, limit));
            case "/api/useractivity/authlogs" -> Reply.json(answers.signIns(offset, limit));
            default -> strange(exchange);
        };
    }

    private Reply edge(HttpExchange exchange, String path, boolean administrator) {
        if (!administrator) {
            return denied();
        }
        if (!world.edge().on()) {
            String off = "Edge compute features are disabled";
            return Reply.error(503, off, off);
        }
        Matcher file = EDGE_STACK_FILE.matcher(path);
        if (file.matches()) {
            int id = Integer.parseInt(file.group(1));
            return world.edge().stacks().stream()
                    .filter(stack -> stack.id() == id)
                    .findFirst()
                    .flatMap(EdgeCompute.Stack::file)
                    .map(text -> Reply.json(PortainerAnswers.file(text)))
                    .orElseGet(() -> Reply.error(404, "Unable to find an edge stack", "Object not found"));
        }
        return switch (path) {
            case "/api/edge_groups" -> Reply.json(answers.edgeGroups());
            case "/api/edge_stacks" -> Reply.json(answers.edgeStacks());
            default -> strange(exchange);
        };
    }

    private Reply environments(HttpExchange exchange, String query, boolean administrator) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            parameters.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=?", ""));
        }
        boolean small = "true".equals(parameters.remove("excludeSnapshots"));
        int start = Integer.parseInt(parameters.getOrDefault("start", "0"));
        int limit = Integer.parseInt(parameters.getOrDefault("limit", "0"));
        parameters.keySet().removeAll(List.of("start", "limit"));
        if (!small || !parameters.isEmpty()) {
            return strange(exchange);
        }
        List<Environment> all = world.environments().stream()
                .filter(environment -> administrator || world.standardMayUse(environment))
                .toList();
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        all.stream()
                .skip(Math.max(0, start - 1))
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .forEach(environment -> page.add(answers.environment(environment, false)));
        String total = Integer.toString(all.size());
        return new Reply(200, Map.of("X-Total-Count", total, "X-Total-Available", total), page.toString());
    }

    private Reply file(int id) {
        return world.stacks().stream()
                .filter(stack -> stack.id() == id)
                .findFirst()
                .map(stack -> stack.file()
                        .map(text -> Reply.json(PortainerAnswers.file(text)))
                        .orElseGet(() -> Reply.error(
                                500,
                                "Unable to retrieve Compose file from disk",
                                "open /data/compose/" + id + "/" + PortainerWorld.CANARY + ": no such file")))
                .orElseGet(() ->
                        Reply.error(404, "Unable to find a stack with the specified identifier", "Object not found"));
    }

    private Reply hidden(int id) {
        return world.environment(id).isPresent()
                ? Reply.error(403, "Permission denied to access environment", "Access denied to environment")
                : Reply.error(404, "Unable to find an environment", "Object not found");
    }

    private Optional<Environment> visible(int id, boolean administrator) {
        return world.environment(id).filter(environment -> administrator || world.standardMayUse(environment));
    }

    private void passOn(HttpExchange exchange, int id, String api, String path, boolean administrator)
            throws IOException, InterruptedException {
        Optional<Environment> environment = visible(id, administrator);
        if (environment.isEmpty()) {
            send(exchange, hidden(id));
            return;
        }
        boolean docker = api.equals("docker");
        boolean engine = environment.get().type() <= 4;
        if (docker != engine
                || environment.get().behind().isEmpty()
                || environment.get().async()) {
            send(exchange, strange(exchange));
            return;
        }
        boolean tunnel = Optional.ofNullable(closedTunnels.get(id))
                .filter(left -> left.getAndDecrement() > 0)
                .isEmpty();
        switch (tunnel ? environment.get().state() : PortainerWorld.State.NO_TUNNEL) {
            case DOWN -> send(exchange, new Reply(502, Map.of(), ""));
            case NO_SOCKET ->
                send(
                        exchange,
                        Reply.error(
                                500,
                                "Unable to proxy the request via the Docker socket",
                                "Dial unix /var/run/docker.sock: connect: no such file or directory"));
            case NO_TUNNEL ->
                send(exchange, Reply.error(500, "Unable to get the active tunnel", "unable to open the tunnel"));
            case SILENT -> closing.await();
            case UP -> {
                String query = exchange.getRequestURI().getRawQuery();
                forwarding.pass(
                        exchange,
                        environment.get().behind().get(),
                        path + (query == null ? "" : "?" + query),
                        docker,
                        administrator);
            }
        }
    }

    private static Reply denied() {
        return Reply.error(403, "Access denied", "Unauthorized");
    }

    private Reply strange(HttpExchange exchange) {
        unexpected.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        return new Reply(404, Map.of(), "404 page not found\n");
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean page = reply.body().startsWith("404 ");
        exchange.getResponseHeaders().set("Content-Type", page ? "text/plain; charset=utf-8" : "application/json");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("X-CSRF-Token", PortainerWorld.CANARY);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
