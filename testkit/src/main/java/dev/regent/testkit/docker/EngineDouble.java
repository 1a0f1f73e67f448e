package dev.regent.testkit.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Docker engine over real HTTP, on TCP and on a Unix socket, that answers from an [EngineWorld].
/// Strict: what it does not know is an error, and shows in [#unexpected()].
public final class EngineDouble implements AutoCloseable {

    private static final Pattern PATH = Pattern.compile("(?:/v([0-9]+)\\.([0-9]+))?(/.*)");
    private static final Pattern WINDOW = Pattern.compile("since=([0-9]+)\\.([0-9]{9})&until=([0-9]+)\\.([0-9]{9})");
    private static final String NO_MANAGER = "This node is not a swarm manager. Use \"docker swarm init\" or \"docker"
            + " swarm join\" to connect this node to swarm and try again.";

    private final EngineWorld world;
    private final EngineAnswers answers;
    private final HttpServer server;
    private final SocketBridge bridge;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Every every = new Every(0, new Trouble.HangUp());
    private volatile boolean versionTold = true;
    private volatile Duration latency = Duration.ZERO;

    private record Every(int nth, Trouble trouble) {}

    /// A status and a body of an answer.
    private record Reply(int status, String contentType, String body) {
        static Reply json(Object body) {
            return new Reply(200, "application/json", body + "\n");
        }

        static Reply error(int status, String message) {
            return new Reply(status, "application/json", EngineAnswers.error(message) + "\n");
        }
    }

    private EngineDouble(EngineWorld world) throws IOException {
        this.world = world;
        this.answers = new EngineAnswers(world);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        this.bridge = SocketBridge.to(server.getAddress().getPort());
    }

    /// Serves `world`, which can change while it is served.
    public static EngineDouble of(EngineWorld world) {
        try {
            return new EngineDouble(world);
        } catch (IOException e) {
            throw new IllegalStateException("no engine can be served on loopback", e);
        }
    }

    public EngineWorld world() {
        return world;
    }

    public URI tcp() {
        return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    public URI unix() {
        return URI.create("unix://" + bridge.socket());
    }

    /// Calls so far, for example `GET /v1.41/info`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Calls that no engine knows, or that a well-behaved reader would not have made.
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /// From now on `trouble` befalls every call of this path.
    ///
    /// @param path without version and query, for example `/containers/json`
    public void trouble(String path, Trouble trouble) {
        troubles.put(path, trouble);
    }

    /// From now on nothing befalls calls of this path any more.
    public void heal(String path) {
        troubles.remove(path);
    }

    /// From now on `trouble` befalls every `nth` call.
    public void everyNth(int nth, Trouble trouble) {
        every = new Every(nth, trouble);
    }

    /// From now on each answer takes so long before it begins.
    public void latency(Duration time) {
        latency = time;
    }

    /// From now on `/_ping` leaves out the version of the API.
    public void tellNoVersionAtPing() {
        versionTold = false;
    }

    @Override
    public void close() {
        closing.countDown();
        bridge.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String call = exchange.getRequestMethod() + " " + uri;
        asked.add(call);
        Matcher path = PATH.matcher(uri.getPath());
        if (!path.matches()) {
            throw new IllegalStateException("every path begins with a slash, got " + call);
        }
        try (exchange) {
            Thread.sleep(latency);
            Optional<Trouble> trouble = trouble(path.group(3));
            Reply reply = reply(exchange, path);
            if (trouble.isPresent()) {
                befall(exchange, reply, trouble.get());
            } else {
                send(exchange, reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Trouble> trouble(String path) {
        Every now = every;
        int number = calls.incrementAndGet();
        boolean hit = now.nth() > 0 && number % now.nth() == 0;
        return hit ? Optional.of(now.trouble()) : Optional.ofNullable(troubles.get(path));
    }

    private void befall(HttpExchange exchange, Reply reply, Trouble trouble) throws IOException, InterruptedException {
        switch (trouble) {
            case Trouble.Refusal(var status, var message) -> send(exchange, Reply.error(status, message));
            case Trouble.Instead(var type, var body) -> send(exchange, new Reply(200, type, body));
            case Trouble.HangUp _ -> {}
            case Trouble.Silence _ -> closing.await();
            case Trouble.Cut _ -> {
                byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
            }
        }
    }

    private Reply reply(HttpExchange exchange, Matcher path) throws InterruptedException {
        if (path.group(1) != null) {
            Optional<Reply> refusal = refusal(Integer.parseInt(path.group(1)), Integer.parseInt(path.group(2)));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        String method = exchange.getRequestMethod();
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        boolean head = method.equals("HEAD") && path.group(3).equals("/_ping");
        return method.equals("GET") || head ? known(path.group(3), query) : strange(method + " " + path.group(3));
    }

    private Reply known(String path, String query) throws InterruptedException {
        Matcher window = WINDOW.matcher(query);
        if (path.equals("/events") && window.matches()) {
            return events(nanos(window.group(1), window.group(2)), nanos(window.group(3), window.group(4)));
        }
        return switch (path + (query.isEmpty() ? "" : "?" + query)) {
            case "/_ping" -> new Reply(200, "text/plain; charset=utf-8", "OK");
            case "/version" -> Reply.json(answers.version());
            case "/info" -> Reply.json(answers.info());
            case "/containers/json?all=1" -> Reply.json(answers.containers());
            case "/images/json", "/images/json?digests=1" -> Reply.json(answers.images(false));
            case "/images/json?digests=1&manifests=1" -> Reply.json(answers.images(true));
            case "/services" -> ofManager(path, answers.services());
            case "/tasks" -> ofManager(path, answers.tasks());
            case "/nodes" -> ofManager(path, answers.nodes());
            default -> strange(path + (query.isEmpty() ? "" : "?" + query));
        };
    }

    /// Comes when `until` has passed.
    private Reply events(long since, long until) throws InterruptedException {
        closing.await(until - EventLog.now(), TimeUnit.NANOSECONDS);
        return new Reply(200, "application/json", world.events().between(since, until));
    }

    private static long nanos(String seconds, String rest) {
        return Long.parseLong(seconds + rest);
    }

    private Reply ofManager(String path, Object body) {
        if (world.swarm().control()) {
            return Reply.json(body);
        }
        unexpected.add(path + " of an engine that manages no Swarm");
        return Reply.error(503, NO_MANAGER);
    }

    private Reply strange(String call) {
        unexpected.add(call);
        return Reply.error(404, "page not found");
    }

    private Optional<Reply> refusal(int major, int minor) {
        String asked = major + "." + minor;
        if (compare(asked, world.store().newestApi()) > 0) {
            return Optional.of(Reply.error(
                    400,
                    "client version " + asked + " is too new. Maximum supported API version is "
                            + world.store().newestApi()));
        }
        return compare(asked, world.store().oldestApi()) < 0
                ? Optional.of(new Reply(
                        400,
                        "text/plain; charset=utf-8",
                        "client version " + asked + " is too old. Minimum supported API version is "
                                + world.store().oldestApi()
                                + ", please upgrade your client to a newer version\n"))
                : Optional.empty();
    }

    /// Minor versions; the major one has been 1 for ever.
    private static int compare(String a, String b) {
        return Integer.compare(
                Integer.parseInt(a.substring(a.indexOf('.') + 1)), Integer.parseInt(b.substring(b.indexOf('.') + 1)));
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        if (versionTold) {
            exchange.getResponseHeaders().set("Api-Version", world.store().newestApi());
        }
        exchange.getResponseHeaders().set("Server", "Docker/" + world.store().version() + " (linux)");
        exchange.getResponseHeaders().set("Ostype", "linux");
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
