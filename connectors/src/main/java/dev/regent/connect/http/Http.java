package dev.regent.connect.http;

import dev.regent.connect.http.Request.Content;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends requests to one far side and brings whole answers back: bounded in size and time, tried
/// again where that can help. Redirects are not followed and no cookie is kept: both are for
/// callers to decide on.
///
/// A far side that stays silent or unreachable is given up: later requests fail at once. Which
/// methods can be sent is fixed when it is built.
public final class Http implements AutoCloseable {

    /// Whoever changes something was given leave for now.
    private static final Duration LONGEST_BEFORE_A_CHANGE = Duration.ofSeconds(5);

    /// How long a connection of the library's may have been idle before it is looked at, whether the far side has left
    /// it. Not at all for one that writes: what goes out on such a connection could not be tried again.
    private static final Duration IDLE_UNCHECKED = Duration.ofSeconds(2);

    private static final Set<String> READING = Set.of("GET", "HEAD", "POST");
    private static final Set<String> WRITING = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    /// How our own requests begin to say who sends them, in any version.
    private static final String OWN = "regent/";

    /// Far sides may see who reads them, and leave our reads out of their pull counts.
    static final String USER_AGENT = OWN + "0.1";

    private final Carrier direct;
    private final HttpSettings settings;
    private final Tls tls;
    private final HostNames names;
    private final Optional<Path> unixSocket;
    private final Set<String> methods;
    private final Patience patience;
    private final Throttle throttle;
    private final AtomicLong requests = new AtomicLong();

    /// Its many classes are loaded only where it is needed: guarded by this.
    private @Nullable Carrier library;

    private boolean closed;

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
        this.tls = new Tls(settings);
        this.names = names;
        this.unixSocket = unixSocket;
        this.methods = methods;
        this.direct = new Direct(settings, tls, names, requests);
        this.throttle = new Throttle(settings.inFlight(), System::nanoTime, Thread::sleep);
        this.patience = new Patience(settings.perRequest());
    }

    /// One that sends PUT and DELETE too. These are never tried again but after 429, whatever came
    /// of them.
    public static Http writing(HttpSettings settings) {
        return new Http(settings, Optional.empty(), WRITING, HostNames.OF_THIS_MACHINE);
    }

    /// Whether a request that says so was one of ours, of this Regent or another.
    public static boolean isOwn(String userAgent) {
        return userAgent.startsWith(OWN);
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
        return exchange(request("GET", uri, headers, bodyLimit));
    }

    /// Asks for the headers of `uri`; the answer's body is empty.
    public Answer head(URI uri, Map<String, String> headers) throws ConnectorException, InterruptedException {
        return exchange(request("HEAD", uri, headers, 0));
    }

    /// Asks for `uri` and counts what comes with 200 or 206 instead of keeping it; other bodies are
    /// kept.
    ///
    /// @param lengthLimit largest body in bytes
    public Answer measure(URI uri, Map<String, String> headers, long lengthLimit)
            throws ConnectorException, InterruptedException {
        return exchange(new Request("GET", uri, headers, Optional.empty(), lengthLimit, false, true));
    }

    /// Posts a form, as token services want it.
    public Answer postForm(URI uri, Map<String, String> headers, String form, int bodyLimit)
            throws ConnectorException, InterruptedException {
        Content content =
                new Content("application/x-www-form-urlencoded; charset=UTF-8", form.getBytes(StandardCharsets.UTF_8));
        return exchange(new Request("POST", uri, headers, Optional.of(content), bodyLimit, true, true));
    }

    /// Deletes `uri`; sent once, and again only after 429.
    ///
    /// @throws IllegalStateException if this one only reads
    public Answer delete(URI uri, Map<String, String> headers, int bodyLimit)
            throws ConnectorException, InterruptedException {
        return exchange(new Request("DELETE", uri, headers, Optional.empty(), bodyLimit, true, false));
    }

    /// Puts `content`; sent once, and again only after 429.
    ///
    /// @throws IllegalStateException if this one only reads
    public Answer put(URI uri, Map<String, String> headers, String contentType, byte[] content, int bodyLimit)
            throws ConnectorException, InterruptedException {
        Content sent = new Content(contentType, content);
        return exchange(new Request("PUT", uri, headers, Optional.of(sent), bodyLimit, true, false));
    }

    private static Request request(String method, URI uri, Map<String, String> headers, int bodyLimit) {
        return new Request(method, uri, headers, Optional.empty(), bodyLimit, true, true);
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
        Patience.Attempts attempts = patience.start(request);
        while (true) {
            attempts.awaitTurn();
            Duration most = request.repeatable() ? HttpSettings.LONGEST : LONGEST_BEFORE_A_CHANGE;
            Duration waited = throttle.begin(most);
            if (waited.compareTo(most) > 0) {
                throw new ConnectorException(request.action(), new Fault.RateLimited(waited));
            }
            attempts.postpone(waited);
            long begun = System.nanoTime();
            try {
                Answer answer = carrier(request.uri()).carry(request, attempts.remaining());
                throttle.answered(answer, timed(request, OptionalInt.of(answer.status()), begun));
                patience.heard();
                if (!attempts.again(answer)) {
                    return answer;
                }
            } catch (Bodies.TooLargeException e) {
                timed(request, OptionalInt.empty(), begun);
                patience.heard();
                throw new ConnectorException(request.action(), new Fault.TooLarge(request.bodyLimit()));
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

    private Carrier carrier(URI uri) {
        boolean straight = unixSocket.isEmpty()
                && settings.proxies()
                        .proxyFor(uri.getScheme(), uri.getHost(), uri.getPort())
                        .isEmpty();
        return straight ? direct : library();
    }

    private synchronized Carrier library() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Carrier built = library;
        if (built == null) {
            Duration unchecked = methods.equals(READING) ? IDLE_UNCHECKED : Duration.ZERO;
            built = new Client(settings, tls, names, unixSocket, unchecked, requests);
            library = built;
        }
        return built;
    }

    @Override
    public synchronized void close() {
        closed = true;
        direct.close();
        if (library != null) {
            library.close();
        }
    }

    /// The body came so slowly that the time ran out.
    static final class SlowException extends IOException {
        private static final long serialVersionUID = 1;

        SlowException() {
            super("the answer came too slowly");
        }
    }
}
