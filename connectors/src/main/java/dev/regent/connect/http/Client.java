package dev.regent.connect.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The HTTP library, for what doesn't go straight to a far side: through proxies, and to sockets of this
/// machine. It is set up so that nothing acts on its own (redirects, retries, cookies, compression), with
/// bounds on what a far side can make us hold.
final class Client implements Carrier {

    private static final int LONGEST_HEADER_LINE = 65_536;
    private static final int MOST_HEADERS = 200;

    /// As the library says it.
    private static final Pattern NOTHING_CAME = Pattern.compile("expected: [\\d,]+; received: 0\\)");

    private final CloseableHttpClient client;
    private final Optional<Path> unixSocket;
    private final Duration silence;
    private final AtomicLong sent;

    /// Opens nothing yet.
    ///
    /// @param unixSocket where the far side listens, if not at the address in the URI
    /// @param idleUnchecked how long a connection may be idle and is used unlooked at
    /// @param sent counts what is sent
    Client(
            HttpSettings settings,
            Tls tls,
            HostNames names,
            Optional<Path> unixSocket,
            Duration idleUnchecked,
            AtomicLong sent) {
        this.client = HttpClientBuilder.create()
                .setConnectionManager(connections(settings, tls, names, idleUnchecked))
                .setRoutePlanner(new ByEnvironment(settings.proxies()))
                .setDefaultCredentialsProvider(proxyCredentials(settings.proxies()))
                .setUserAgent(Http.USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        this.unixSocket = unixSocket;
        this.silence = settings.timeout();
        this.sent = sent;
    }

    private static PoolingHttpClientConnectionManager connections(
            HttpSettings settings, Tls tls, HostNames names, Duration idleUnchecked) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        Timeout timeout = Timeout.of(settings.timeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Names(names, settings.timeout()))
                .setTlsSocketStrategy(tls.strategy())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(timeout)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .setValidateAfterInactivity(TimeValue.of(idleUnchecked))
                        .build())
                .setMaxConnTotal(settings.inFlight())
                .setMaxConnPerRoute(settings.inFlight())
                .build();
    }

    /// On a thread of its own that is interrupted when the time is up or the caller gives up: a virtual thread that is
    /// interrupted closes the socket that it reads from.
    @Override
    public Answer carry(Request request, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        sent.incrementAndGet();
        FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(request, atMost, deadline));
        Thread.ofVirtual().start(exchange);
        try {
            return exchange.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new Http.SlowException();
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectionRequestTimeoutException slow -> new Http.SlowException();
            case ConnectionClosedException cut ->
                new CutException(words(cut), NOTHING_CAME.matcher(words(cut)).find());
            case IOException failed when failed.getCause() instanceof HttpException -> new CutException(words(failed));
            case IOException failed -> failed;
            case RuntimeException failed -> throw failed;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private static String words(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private Answer exchange(Request request, Duration atMost, long deadline) throws IOException {
        URI uri = request.uri();
        HttpUriRequestBase message = message(request, atMost);
        // Not execute(): that reads a body to its end before it lets go, however long that body is.
        HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        try (ClassicHttpResponse response = client.executeOpen(target, message, null)) {
            try {
                return read(request, response, deadline);
            } catch (IOException e) {
                message.cancel(); // or to close it would be to read the rest, however long that is
                throw e;
            }
        }
    }

    private static Answer read(Request request, ClassicHttpResponse response, long deadline) throws IOException {
        HttpEntity entity = response.getEntity();
        Head head = new Head(true, response.getCode(), headers(response));
        return entity == null
                ? Bodies.answer(request, head, InputStream.nullInputStream(), 0, deadline)
                : Bodies.answer(request, head, entity.getContent(), entity.getContentLength(), deadline);
    }

    private HttpUriRequestBase message(Request request, Duration atMost) {
        RequestConfig.Builder config = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(silence.compareTo(atMost) < 0 ? silence : atMost))
                .setConnectionRequestTimeout(Timeout.of(atMost))
                .setRedirectsEnabled(false);
        unixSocket.ifPresent(config::setUnixDomainSocket);
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(message::setHeader);
        message.setConfig(config.build());
        request.content()
                .ifPresent(content ->
                        message.setEntity(new ByteArrayEntity(content.bytes(), ContentType.parse(content.type()))));
        return message;
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    private static BasicCredentialsProvider proxyCredentials(Proxies proxies) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        proxies.http().ifPresent(proxy -> add(provider, proxy));
        proxies.https().ifPresent(proxy -> add(provider, proxy));
        return provider;
    }

    private static void add(BasicCredentialsProvider provider, URI proxy) {
        String user = proxy.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            char[] password = (colon < 0 ? "" : user.substring(colon + 1)).toCharArray();
            provider.setCredentials(
                    new AuthScope(proxy.getHost(), proxy.getPort()), new UsernamePasswordCredentials(name, password));
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private record Names(HostNames names, Duration atMost) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return names.addresses(host, atMost);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host; // nobody here wants one: it is for Kerberos
        }
    }

    private static final class ByEnvironment extends DefaultRoutePlanner {
        private final Proxies proxies;

        ByEnvironment(Proxies proxies) {
            super(null);
            this.proxies = proxies;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.proxyFor(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(uri -> new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()))
                    .orElse(null);
        }
    }
}
