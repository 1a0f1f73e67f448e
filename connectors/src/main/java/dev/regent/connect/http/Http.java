package dev.regent.connect.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends requests to one far side and brings whole answers back: bounded in size and time, tried
/// again where that can help. Redirects are not followed and no cookie is kept: both are for
/// callers to decide on.
///
/// A far side that stays silent or unreachable is given up: later requests fail at once. Which
/// methods can be sent is fixed when it is built.
public final class Http implements AutoCloseable {

    /// Of an answer that isn't the one that was asked for.
    private static final int LARGEST_REFUSAL = 1024 * 1024;

    /// Whoever changes something was given leave for now.
    private static final Duration LONGEST_BEFORE_A_CHANGE = Duration.ofSeconds(5);

    /// How long a connection may have been idle before it is looked at, whether the far side has
    /// left it. Not at all for one that writes: what goes out on such a connection could not be
    /// tried again.
    private static final Duration IDLE_UNCHECKED = Duration.ofSeconds(2);

    private static final Set<String> READING = Set.of("GET", "HEAD", "POST");
    private static final Set<String> WRITING = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    private final CloseableHttpClient proxied;
    private final Direct direct;
    private final HttpSettings settings;
    private final Optional<Path> unixSocket;
    private final Set<String> methods;
    private final Patience patience;
    private final Throttle throttle;
    private final ScheduledThreadPoolExecutor alarms;
    private final RequestConfig usual;
    private final AtomicLong requests = new AtomicLong();

    /// One that reads: it sends GET and HEAD, and POST for the forms of token services.
    ///
    /// @param unixSocket where the far side listens, if not at the address in the URI
    public Http(HttpSettings settings, Optional<Path> unixSocket) {
        this(settings, unixSocket, READING, HostNames.OF_THIS_MACHINE);
    }

    /// One that reads, by other names than this machine's.
    static Http asking(HostNames names, HttpSettings settings) {
        return new Http(settings, Optional.empty(), READING, names);
    }

    private Http(HttpSettings settings, Optional<Path> unixSocket, Set<String> methods, HostNames names) {
        this.settings = settings;
        this.unixSocket = unixSocket;
        this.methods = methods;
        PoolingHttpClientConnectionManager connections =
                Client.connections(settings, methods.equals(READING) ? IDLE_UNCHECKED : Duration.ZERO, names);
        this.proxied = Client.proxied(settings, connections);
        this.direct = new Direct(connections, Client.USER_AGENT, Timeout.of(settings.timeout()));
        this.throttle = new Throttle(settings.inFlight(), System::nanoTime, Thread::sleep);
        this.patience = new Patience(settings.perRequest());
        this.alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        this.alarms.setRemoveOnCancelPolicy(true);
        this.usual = config(unixSocket, settings.timeout(), settings.perRequest());
    }

    /// One that sends PUT and DELETE too. These are never tried again but after 429, whatever came
    /// of them.
    public static Http writing(HttpSettings settings) {
        return new Http(settings, Optional.empty(), WRITING, HostNames.OF_THIS_MACHINE);
    }

    /// Whether a request that says so was one of ours, of this Regent or another.
    public static boolean isOwn(String userAgent) {
        return userAgent.startsWith(Client.OWN);
    }

    /// Whether PUT and DELETE are sent at all.
    public boolean mayWrite() {
        return methods.containsAll(WRITING);
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
        return exchange(new Request("GET", uri, headers, Optional.empty(), bodyLimit, true));
    }

    /// Asks for the headers of `uri`; the answer's body is empty.
    public Answer head(URI uri, Map<String, String> headers) throws ConnectorException, InterruptedException {
        return exchange(new Request("HEAD", uri, headers, Optional.empty(), 0, true));
    }

    /// Asks for `uri` and counts what comes with 200 or 206 instead of keeping it; other bodies are
    /// kept.
    ///
    /// @param lengthLimit largest body in bytes
    public Answer measure(URI uri, Map<String, String> headers, long lengthLimit)
            throws ConnectorException, InterruptedException {
        return exchange(new Request("GET", uri, headers, Optional.empty(), lengthLimit, false));
    }

    /// Posts a form, as token services want it.
    public Answer postForm(URI uri, Map<String, String> headers, String form, int bodyLimit)
            throws ConnectorException, InterruptedException {
        HttpEntity entity = new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED);
        return exchange(new Request("POST", uri, headers, Optional.of(entity), bodyLimit, true));
    }

    /// Deletes `uri`; sent once, and again only after 429.
    ///
    /// @throws IllegalStateException if this one only reads
    public Answer delete(URI uri, Map<String, String> headers, int bodyLimit)
            throws ConnectorException, InterruptedException {
        return exchange(new Request("DELETE", uri, headers, Optional.empty(), bodyLimit, true));
    }

    /// Puts `content`; sent once, and again only after 429.
    ///
    /// @throws IllegalStateException if this one only reads
    public Answer put(URI uri, Map<String, String> headers, String contentType, byte[] content, int bodyLimit)
            throws ConnectorException, InterruptedException {
        HttpEntity entity = new ByteArrayEntity(content, ContentType.create(contentType));
        return exchange(new Request("PUT", uri, headers, Optional.of(entity), bodyLimit, true));
    }

    /// What is sent, and how much may come.
    ///
    /// @param keeping whether the bytes of a body are kept, or only counted
    private record Request(
            String method,
            URI uri,
            Map<String, String> headers,
            Optional<HttpEntity> entity,
            long bodyLimit,
            boolean keeping) {

        String action() {
            return method + " " + Redaction.shown(uri);
        }

        boolean repeatable() {
            return READING.contains(method);
        }

        HttpUriRequestBase message(RequestConfig config) {
            HttpUriRequestBase message = new HttpUriRequestBase(method, uri);
            headers.forEach(message::setHeader);
            message.setConfig(config);
            entity.ifPresent(message::setEntity);
            return message;
        }
    }

    private Answer exchange(Request request) throws ConnectorException, InterruptedException {
        if (!methods.contains(request.method())) {
            throw new IllegalStateException(
                    request.action() + ": this connection sends only " + String.join(", ", methods));
        }
        throttle.enter();
        try {
            return patiently(request);
        } finally {
            throttle.leave();
        }
    }

    private Answer patiently(Request request) throws ConnectorException, InterruptedException {
        String action = request.action();
        Patience.Attempts attempts = patience.start(action, request.repeatable());
        while (true) {
            attempts.awaitTurn();
            Duration most = request.repeatable() ? HttpSettings.LONGEST : LONGEST_BEFORE_A_CHANGE;
            Duration waited = throttle.begin(most);
            if (waited.compareTo(most) > 0) {
                throw new ConnectorException(action, new Fault.RateLimited(waited));
            }
            attempts.postpone(waited);
            long begun = System.nanoTime();
            try {
                Answer answer = once(request, attempts.remaining());
                throttle.answered(answer, timed(request, OptionalInt.of(answer.status()), begun));
                patience.heard();
                if (!attempts.again(answer)) {
                    return answer;
                }
            } catch (Bodies.TooLargeException e) {
                timed(request, OptionalInt.empty(), begun);
                patience.heard();
                throw new ConnectorException(action, new Fault.TooLarge(request.bodyLimit()));
            } catch (IOException e) {
                timed(request, OptionalInt.empty(), begun);
                throttle.failed();
                attempts.failed(e);
            }
        }
    }

    private long timed(Request request, OptionalInt status, long begun) {
        long took = System.nanoTime() - begun;
        settings.timing().took(request.uri(), status, Duration.ofNanos(took));
        return took;
    }

    /// One try, bounded as a whole: a time between two bytes alone would let a far side drip headers for ever.
    private Answer once(Request request, Duration remaining) throws IOException, InterruptedException {
        HttpUriRequestBase message = request.message(
                remaining.compareTo(settings.timeout()) >= 0 ? usual : config(unixSocket, remaining, remaining));
        long deadline = System.nanoTime() + remaining.toNanos();
        requests.incrementAndGet();
        return Thread.currentThread().isVirtual()
                ? here(request, message, deadline)
                : apart(request, message, deadline);
    }

    /// A virtual thread that is interrupted closes the socket that it reads from.
    private Answer here(Request request, HttpUriRequestBase message, long deadline)
            throws IOException, InterruptedException {
        ScheduledFuture<?> alarm = alarm(message, deadline);
        try {
            return send(request, message, deadline);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(request.action());
            }
            // That nobody names the host says more than that time is up.
            boolean unnamed = e instanceof HostNames.SilentException;
            throw System.nanoTime() >= deadline && !unnamed ? new SlowException() : e;
        } finally {
            alarm.cancel(false);
        }
    }

    private ScheduledFuture<?> alarm(HttpUriRequestBase message, long deadline) {
        try {
            return alarms.schedule(message::cancel, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("closed", e);
        }
    }

    /// On a thread of its own that is interrupted when the time is up or the caller gives up, whatever it waits for.
    private Answer apart(Request request, HttpUriRequestBase message, long deadline)
            throws IOException, InterruptedException {
        FutureTask<Answer> exchange = new FutureTask<>(() -> send(request, message, deadline));
        Thread.ofVirtual().start(exchange);
        try {
            return exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    private Answer send(Request request, HttpUriRequestBase message, long deadline) throws IOException {
        URI uri = request.uri();
        HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        try (Direct.Opened opened = open(target, message)) {
            try {
                return read(request, opened, deadline);
            } catch (IOException e) {
                message.cancel();
                throw e;
            }
        }
    }

    private static Answer read(Request request, Direct.Opened opened, long deadline) throws IOException {
        ClassicHttpResponse response = opened.response();
        int status = response.getCode();
        HttpEntity entity = response.getEntity();
        Answer answer;
        if (!request.keeping() && (status == 200 || status == 206)) {
            long length = Bodies.length(entity, request.bodyLimit(), deadline);
            answer = new Answer(status, headers(response), new byte[0], length);
        } else {
            long limit = request.keeping() ? request.bodyLimit() : LARGEST_REFUSAL;
            answer = new Answer(status, headers(response), Bodies.bytes(entity, limit, deadline));
        }
        opened.whole();
        return answer;
    }

    private Direct.Opened open(HttpHost target, HttpUriRequestBase message) throws IOException {
        boolean byProxy = unixSocket.isEmpty()
                && settings.proxies()
                        .proxyFor(target.getSchemeName(), target.getHostName(), target.getPort())
                        .isPresent();
        return byProxy ? Client.open(proxied, target, message) : direct.open(target, message, unixSocket);
    }

    private static RequestConfig config(Optional<Path> unixSocket, Duration response, Duration connection) {
        RequestConfig.Builder config = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(response))
                .setConnectionRequestTimeout(Timeout.of(connection))
                .setRedirectsEnabled(false);
        unixSocket.ifPresent(config::setUnixDomainSocket);
        return config.build();
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
        alarms.shutdownNow();
        proxied.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    /// The body came so slowly that the time ran out.
    static final class SlowException extends IOException {
        private static final long serialVersionUID = 1;

        SlowException() {
            super("the answer came too slowly");
        }
    }
}
