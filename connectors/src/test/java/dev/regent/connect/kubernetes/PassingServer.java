package dev.regent.connect.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Passes calls on to an API server if they show a key.
final class PassingServer implements AutoCloseable {

    static final String PREFIX = "/api/endpoints/7/kubernetes";
    static final String KEY = "ptr_key";

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    private PassingServer(URI target) throws IOException {
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static PassingServer to(URI target) {
        try {
            return new PassingServer(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().toString();
        try (exchange) {
            boolean known = KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            if (!known || !asked.startsWith(PREFIX + "/")) {
                exchange.sendResponseHeaders(known ? 404 : 401, -1);
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(target + asked.substring(PREFIX.length())))
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            exchange.sendResponseHeaders(response.statusCode(), 0);
            try (InputStream body = response.body()) {
                byte[] buffer = new byte[8192];
                for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    exchange.getResponseBody().write(buffer, 0, n);
                    exchange.getResponseBody().flush();
                }
            }
            exchange.getResponseBody().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
