package dev.regent.testkit.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regent.testkit.docker.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A Kubernetes API server over real HTTP that answers from a [ClusterWorld]. Strict: what it does not know is an
/// error, and shows in [#unexpected()].
public final class KubernetesDouble implements AutoCloseable {

    private static final String USER = "system:serviceaccount:regent:regent";

    static {
        // Else each answer of an open connection waits for an acknowledgement, 40 ms on Linux.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ClusterWorld world;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Set<String> expiring = ConcurrentHashMap.newKeySet();
    private volatile Set<Grant> granted = Set.of();
    private volatile boolean everything = true;
    private volatile Optional<String> token = Optional.empty();
    private volatile Duration latency = Duration.ZERO;
    private int port;
    private boolean running;
    private HttpServer server;
    private ExecutorService threads;
    private CountDownLatch closing;

    private KubernetesDouble(ClusterWorld world) {
        this.world = world;
        start(0);
    }

    /// Serves `world`, which can change while it is served.
    public static KubernetesDouble of(ClusterWorld world) {
        return new KubernetesDouble(world);
    }

    public ClusterWorld world() {
        return world;
    }

    /// Where it answers, without a slash at the end.
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The same as configurations have it.
    public URI address() {
        return URI.create("kubernetes+" + url());
    }

    /// Calls so far, for example `GET /api/v1/pods?limit=500`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Calls that no API server knows, or that a well-behaved reader would not have made.
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /// From now on only this is allowed. At the beginning everything is.
    public void grant(Set<Grant> grants) {
        granted = Set.copyOf(grants);
        everything = false;
    }

    /// From now on all of these are refused.
    public void refuse(Set<Grant> grants) {
        Set<Grant> left = new HashSet<>(everything ? Grant.everything() : granted);
        left.removeAll(grants);
        grant(left);
    }

    /// From now on calls have to show this token.
    public void wantToken(String wanted) {
        token = Optional.of(wanted);
    }

    /// From now on each answer takes so long before it begins.
    public void latency(Duration time) {
        latency = time;
    }

    /// From now on `trouble` befalls every call of this path.
    ///
    /// @param path for example `/api/v1/pods`
    public void trouble(String path, Trouble trouble) {
        troubles.put(path, trouble);
    }

    public void heal(String path) {
        troubles.remove(path);
    }

    /// The next time that a list of this path is to go on, it can't: its first part is too old by then.
    public void expireOnce(String path) {
        expiring.add(path);
    }

    /// Ends, as a process does: all connections break.
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /// Comes back at the same address.
    public synchronized void restart() {
        stop();
        start(port);
    }

    @Override
    public void close() {
        stop();
    }

    private synchronized void start(int at) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no API server can be served on loopback", e);
        }
        threads = Executors.newVirtualThreadPerTaskExecutor();
        closing = new CountDownLatch(1);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        port = server.getAddress().getPort();
        running = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String call = exchange.getRequestMethod() + " " + uri;
        asked.add(call);
        try (exchange) {
            Thread.sleep(latency);
            if (!exchange.getRequestMethod().equals("GET")) {
                unexpected.add(call);
                send(exchange, Reply.status(405, "MethodNotAllowed", "the server does not allow this method"));
                return;
            }
            Optional<ApiCall> known = ApiCall.of(uri);
            Optional<Reply> refusal = refusal(exchange, uri, known);
            Optional<Trouble> trouble = Optional.ofNullable(troubles.get(uri.getPath()));
            if (trouble.isPresent()) {
                befall(exchange, refusal.orElseGet(() -> reply(known)), trouble.get());
            } else if (refusal.isEmpty() && known.isPresent() && known.get().watching()) {
                new WatchStream(world, known.get(), closing).serve(exchange);
            } else {
                send(exchange, refusal.orElseGet(() -> reply(known)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Empty if the call may be answered.
    private Optional<Reply> refusal(HttpExchange exchange, URI uri, Optional<ApiCall> known) {
        String shown = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (token.isPresent() && !shown.equals("Bearer " + token.get())) {
            return Optional.of(Reply.status(401, "Unauthorized", "Unauthorized"));
        }
        if (known.isEmpty()) {
            if (uri.toString().equals("/version")) {
                return Optional.of(Reply.version());
            }
            unexpected.add("GET " + uri);
            return Optional.of(Reply.status(404, "NotFound", "the server could not find the requested resource"));
        }
        ApiCall call = known.get();
        if (!everything && !granted.contains(new Grant(call.verb(), call.group(), call.resource()))) {
            return Optional.of(Reply.status(
                    403,
                    "Forbidden",
                    call.resource() + (call.group().isEmpty() ? "" : "." + call.group()) + " is forbidden: User \""
                            + USER
                            + "\" cannot " + call.verb() + " resource \"" + call.resource() + "\" in API group \""
                            + call.group() + "\" at the cluster scope"));
        }
        return world.isKnown(call.path())
                ? Optional.empty()
                : Optional.of(Reply.status(404, "NotFound", "the server could not find the requested resource"));
    }

    private Reply reply(Optional<ApiCall> known) {
        ApiCall call = known.orElseThrow(() -> new IllegalStateException("an unknown call is refused before"));
        if (!call.text("continue").isEmpty() && expiring.remove(call.path())) {
            return Reply.expired();
        }
        return Reply.to(call, world);
    }

    private void befall(HttpExchange exchange, Reply reply, Trouble trouble) throws IOException, InterruptedException {
        switch (trouble) {
            case Trouble.Refusal(var status, var message) ->
                send(exchange, Reply.status(status, "InternalError", message));
            case Trouble.Instead(var type, var body) ->
                send(exchange, new Reply(200, type, body.getBytes(StandardCharsets.UTF_8)));
            case Trouble.HangUp _ -> {}
            case Trouble.Silence _ -> closing.await();
            case Trouble.Cut _ -> {
                exchange.getResponseHeaders().set("Content-Type", reply.contentType());
                exchange.sendResponseHeaders(reply.status(), reply.body().length);
                exchange.getResponseBody().write(reply.body(), 0, reply.body().length / 2);
                exchange.getResponseBody().flush();
            }
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
        exchange.getResponseBody().write(reply.body());
    }
}
