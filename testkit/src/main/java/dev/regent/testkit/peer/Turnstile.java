package dev.regent.testkit.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Stands before a registry and passes every call on, but for a deletion that is held: so that the
/// world can move on in the middle of an execution.
public final class Turnstile implements AutoCloseable {

    /// Headers between two neighbours, and those that each side writes by itself.
    private static final Set<String> OWN = Set.of(
            "connection", "content-length", "date", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final URI behind;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final HttpServer server;
    private final List<Held> holding = new CopyOnWriteArrayList<>();

    private Turnstile(URI behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    public static Turnstile before(URI registry) throws IOException {
        return new Turnstile(registry);
    }

    /// Where it stands, without a path.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Holds whatever is to be deleted in a repository from now on.
    public Held hold(String repository) {
        Held held = new Held("/v2/" + repository + "/manifests/");
        holding.add(held);
        return held;
    }

    /// A deletion that waits.
    public static final class Held implements AutoCloseable {

        private static final long COMES_WITHIN = 60;

        private final String beginning;
        private final CountDownLatch came = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        private Held(String beginning) {
            this.beginning = beginning;
        }

        /// Returns once it is here.
        public void await() throws InterruptedException {
            if (!came.await(COMES_WITHIN, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no DELETE " + beginning + "… came within " + COMES_WITHIN + " s");
            }
        }

        /// Lets it pass, and all after it.
        @Override
        public void close() {
            free.countDown();
        }

        private void keep(String path) throws InterruptedException {
            if (path.startsWith(beginning)) {
                came.countDown();
                free.await();
            }
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("DELETE")) {
                for (Held held : holding) {
                    held.keep(exchange.getRequestURI().getPath());
                }
            }
            answer(exchange, client.send(request(exchange), BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        answer.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name) || (head && name.equals("content-length"))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        holding.forEach(Held::close);
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
