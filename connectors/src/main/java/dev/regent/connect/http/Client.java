package dev.regent.connect.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// How the HTTP library is set up: nothing that acts on its own (redirects, retries, cookies, compression), and bounds
/// on what a far side can make us hold.
final class Client {

    private static final int LONGEST_HEADER_LINE = 65_536;
    private static final int MOST_HEADERS = 200;

    /// How our own requests begin to say who sends them, in any version.
    static final String OWN = "regent/";

    /// Far sides may see who reads them, and leave our reads out of their pull counts.
    static final String USER_AGENT = OWN + "0.1";

    private Client() {}

    /// @param idleUnchecked how long a connection may have been idle before it is looked at,
    ///     whether the far side has left it
    static PoolingHttpClientConnectionManager connections(
            HttpSettings settings, Duration idleUnchecked, HostNames names) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        Timeout timeout = Timeout.of(settings.timeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names.within(settings.timeout()))
                .setTlsSocketStrategy(Tls.strategy(settings))
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

    /// For requests that go through a proxy.
    static CloseableHttpClient proxied(HttpSettings settings, PoolingHttpClientConnectionManager connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(new ByEnvironment(settings.proxies()))
                .setDefaultCredentialsProvider(proxyCredentials(settings.proxies()))
                .setUserAgent(USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /// Sends a request through a proxy.
    static Direct.Opened open(CloseableHttpClient proxied, HttpHost target, HttpUriRequestBase message)
            throws IOException {
        // Not execute(): that reads a body to its end before it lets go, however long that body is.
        ClassicHttpResponse response = proxied.executeOpen(target, message, null);
        return new Direct.Opened() {
            @Override
            public ClassicHttpResponse response() {
                return response;
            }

            @Override
            public void whole() {
                // It lets go of its connection by itself.
            }

            @Override
            public void close() throws IOException {
                response.close();
            }
        };
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
