package dev.regent.connect.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends requests to one far side and brings whole answers back: bounded in size and time, tried again where that can
/// help. Redirects are not followed and no cookie is kept: both are for callers to decide on.
///
/// A far side that stays silent or unreachable is given up: later requests fail at once.
public final class Http implements AutoCloseable {

    /// A length that a far side announces is believed up to here; then memory follows the bytes.
    private static final long MOST_FORESEEN = 1024 * 1024;

    private final CloseableHttpClient client;
    private final HttpSettings settings;
    private final Optional<Path> unixSocket;
    private final Patience patience;
    private final Semaphore turns;
    private final AtomicLong requests = new AtomicLong();

    /// @param unixSocket where the far side listens, if not at the address in the URI
    public Http(HttpSettings settings, Optional<Path> unixSocket) {
        this.settings = settings;
        this.unixSocket = unixSocket;
        this.client = Client.build(settings);
        this.turns = new Semaphore(settings.inFlight());
        this.patience = new Patience(settings.perRequest());
    }

    /// Requests sent so far, tries that failed included.
    public long requests() {
        return requests.get();
    }

    /// Asks for `uri`.
    ///
    /// @param bodyLimit largest body in bytes
    /// @return an answer of any status, but 429 and 5xx only after they were tried again
    /// @throws ConnectorException if no whole answer came
    /// @throws InterruptedException if the caller gave up
    public Answer get(URI uri, Map<String, String> headers, int bodyLimit)
            throws ConnectorException, InterruptedException {
        return exchange("GET", uri, headers, "", bodyLimit);
    }

    /// Posts a form, as token services want it.
    public Answer postForm(URI uri, Map<String, String> headers, String form, int bodyLimit)
            throws ConnectorException, InterruptedException {
        return exchange("POST", uri, headers, form, bodyLimit);
    }

    private Answer exchange(String method, URI uri, Map<String, String> headers, String form, int bodyLimit)
            throws ConnectorException, InterruptedException {
        turns.acquire();
        try {
            return patiently(method, uri, headers, form, bodyLimit);
        } finally {
            turns.release();
        }
    }

    private Answer patiently(String method, URI uri, Map<String, String> headers, String form, int bodyLimit)
            throws ConnectorException, InterruptedException {
        String action = method + " " + Redaction.shown(uri);
        Patience.Attempts attempts = patience.start(action);
        while (true) {
            attempts.awaitTurn();
            try {
                Answer answer = once(method, uri, headers, form, bodyLimit, attempts.remaining());
                patience.heard();
                if (!attempts.again(answer)) {
                    return answer;
                }
            } catch (TooLargeException e) {
                patience.heard();
                throw new ConnectorException(action, new Fault.TooLarge(bodyLimit));
            } catch (IOException e) {
                attempts.failed(e);
            }
        }
    }

    /// One try, on a thread of its own that is interrupted when the time is up or the caller gives
    /// up: that closes its connection, whatever it waits for. A time between two bytes alone would
    /// let a far side drip headers for ever.
    private Answer once(
            String method, URI uri, Map<String, String> headers, String form, int bodyLimit, Duration remaining)
            throws IOException, InterruptedException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        headers.forEach(request::setHeader);
        request.setConfig(config(remaining));
        if (!form.isEmpty()) {
            request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        }
        long deadline = System.nanoTime() + remaining.toNanos();
        requests.incrementAndGet();
        FutureTask<Answer> exchange = new FutureTask<>(() -> send(request, uri, bodyLimit, deadline));
        Thread.ofVirtual().start(exchange);
        try {
            return exchange.get(remaining.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new SlowException();
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException failed -> failed;
            case RuntimeException failed -> throw failed;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private Answer send(HttpUriRequestBase request, URI uri, int bodyLimit, long deadline) throws IOException {
        HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        // Not execute(): that reads a body to its end before it lets go, however long that body is.
        try (ClassicHttpResponse response = client.executeOpen(target, request, null)) {
            try {
                byte[] body = body(response.getEntity(), bodyLimit, deadline);
                return new Answer(response.getCode(), headers(response), body);
            } catch (IOException e) {
                request.cancel();
                throw e;
            }
        }
    }

    private RequestConfig config(Duration remaining) {
        Duration wait = remaining.compareTo(settings.timeout()) < 0 ? remaining : settings.timeout();
        RequestConfig.Builder config = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(wait))
                .setConnectionRequestTimeout(Timeout.of(remaining))
                .setRedirectsEnabled(false);
        unixSocket.ifPresent(config::setUnixDomainSocket);
        return config.build();
    }

    private static byte[] body(HttpEntity entity, int limit, long deadline) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > limit) {
            throw new TooLargeException();
        }
        // Never closed by us: that would read what is left, however long or slow. At its end it closes itself.
        InputStream in = entity.getContent();
        long expected = Math.clamp(entity.getContentLength(), 512, MOST_FORESEEN);
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) expected);
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            body.write(buffer, 0, n);
            if (body.size() > limit) {
                throw new TooLargeException();
            }
            if (System.nanoTime() > deadline) {
                throw new SlowException();
            }
        }
        return body.toByteArray();
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    @Override
    public void close() {
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// The body came so slowly that the time ran out.
    static final class SlowException extends IOException {
        private static final long serialVersionUID = 1;

        SlowException() {
            super("the answer came too slowly");
        }
    }
}
