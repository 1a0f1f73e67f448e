package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends what is [Allowed] to one API server, and nothing else. Redirects are not followed, no cookie is kept.
final class Wire implements AutoCloseable {

    private static final int LARGEST_REFUSAL = 64 << 10;
    private static final ObjectMapper JSON = new JsonMapper();

    private final Reached reached;
    private final Allowed allowed;
    private final HttpSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final AtomicLong requests = new AtomicLong();

    Wire(Reached reached, HttpSettings settings, List<Resource> others) {
        this.reached = reached;
        this.allowed = Allowed.of(reached.base(), others);
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .proxy(new ByEnvironment(settings))
                .executor(threads);
        reached.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /// An answer whose body is still to come. Whoever has it closes it.
    record Answer(int status, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /// Requests sent so far, tries that failed included.
    long requests() {
        return requests.get();
    }

    URI at(String target) {
        return URI.create(reached.base() + target);
    }

    /// Asks once.
    ///
    /// @param target path and query
    /// @throws ConnectorException if no answer began within the timeout
    Answer get(String target) throws ConnectorException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(target))
                .GET()
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .header("User-Agent", "regent/0.1");
        for (Map.Entry<String, Secret> header : headers(target).entrySet()) {
            request.setHeader(header.getKey(), header.getValue().reveal());
        }
        return send(request.build());
    }

    /// The only place where anything leaves.
    ///
    /// @throws IllegalStateException if the request is not one of those that may be sent
    Answer send(HttpRequest request) throws ConnectorException, InterruptedException {
        if (!allowed.allows(request.method(), request.uri())) {
            throw new IllegalStateException(
                    request.method() + " " + Text.plain(request.uri().getPath())
                            + ": only a few lists are read here, and nothing is ever changed");
        }
        requests.incrementAndGet();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw failure(request.uri().getPath(), fault(e));
        }
    }

    private Map<String, Secret> headers(String target) throws ConnectorException {
        if (reached.token().isEmpty()) {
            return reached.fixed();
        }
        try {
            return Map.of(
                    "Authorization",
                    new Secret("Bearer " + reached.token().get().read().reveal().strip()));
        } catch (IOException e) {
            throw failure(
                    target,
                    new Fault.Distrusted("the token can't be read: " + Text.plain(String.valueOf(e.getMessage()))));
        }
    }

    /// What an answer with another status than was hoped for says: the message of a `Status`, else how the body
    /// begins.
    static Fault.Refused refusal(Answer answer) throws IOException {
        byte[] body = answer.body().readNBytes(LARGEST_REFUSAL);
        String text = new String(body, 0, Math.min(body.length, 160), StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            text = message(body);
        }
        return new Fault.Refused(
                answer.status(), "answered " + answer.status() + (text.isBlank() ? "" : " (" + Text.plain(text) + ")"));
    }

    private static String message(byte[] body) {
        try {
            JsonNode message = JSON.readTree(body).path("message");
            return message.asText();
        } catch (IOException e) {
            // Cut, or no JSON after all: it has nothing to say.
            return "";
        }
    }

    static ConnectorException failure(String path, Fault fault) {
        return new ConnectorException("GET " + Text.plain(path), fault);
    }

    /// How a connection failed before an answer began.
    private Fault fault(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return new Fault.Silent(settings.timeout());
        }
        String words = words(e);
        if (e instanceof ConnectException && words.isEmpty()) {
            boolean unknown = e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException;
            words = unknown ? "no such host" : "connection refused";
        }
        return new Fault.Unreachable(words.isEmpty() ? e.getClass().getSimpleName() : words);
    }

    static String words(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return Text.plain(cause.getMessage());
            }
        }
        return "";
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private static final class ByEnvironment extends ProxySelector {
        private final HttpSettings settings;

        ByEnvironment(HttpSettings settings) {
            this.settings = settings;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return settings.proxies()
                    .proxyFor(uri.getScheme(), uri.getHost(), uri.getPort())
                    .map(proxy -> new Proxy(
                            Proxy.Type.HTTP,
                            InetSocketAddress.createUnresolved(
                                    proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort())))
                    .map(List::of)
                    .orElse(List.of(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // Whoever asked is told.
        }
    }
}
