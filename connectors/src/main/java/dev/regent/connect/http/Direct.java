package dev.regent.connect.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Requests straight over a connection of the library's pool. Its client would, for each of them, plan a route, look
/// for authentication, cookies and redirects, none of which is wanted here: a fifth of the processor time of reading
/// a registry (docs/benchmarks.md). Requests that go through a proxy want its client.
final class Direct {

    private final HttpClientConnectionManager connections;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final HttpProcessor headers;
    private final Timeout connect;

    Direct(HttpClientConnectionManager connections, String userAgent, Timeout connect) {
        this.connections = connections;
        // Not the library's usual ones: they would ask with each body whether it is wanted (Expect), and wait.
        this.headers = HttpProcessorBuilder.create()
                .addAll(
                        RequestTargetHost.INSTANCE,
                        RequestContent.INSTANCE,
                        RequestConnControl.INSTANCE,
                        new RequestUserAgent(userAgent))
                .build();
        this.connect = connect;
    }

    /// An answer whose body is still to be read.
    interface Opened extends Closeable {

        ClassicHttpResponse response();

        /// Its body was read to its end: the connection can be used again.
        void whole();

        @Override
        void close() throws IOException;
    }

    /// Sends a request. What it waits for ends when the message is cancelled.
    ///
    /// @param unixSocket where the far side listens, if not at the target
    Opened open(HttpHost target, HttpUriRequestBase message, Optional<Path> unixSocket) throws IOException {
        // A connection wants its port, also where it is the one that goes without saying.
        HttpHost there = RoutingSupport.normalize(target, DefaultSchemePortResolver.INSTANCE);
        HttpRoute route = unixSocket
                .map(path -> new HttpRoute(there, path))
                .orElseGet(() -> new HttpRoute(there, null, "https".equals(there.getSchemeName())));
        RequestConfig config = message.getConfig();
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config);
        ConnectionEndpoint endpoint = lease(route, message, config.getConnectionRequestTimeout());
        try {
            message.setDependency(() -> {
                endpoint.close(CloseMode.IMMEDIATE);
                return true;
            });
            goOn(message);
            if (!endpoint.isConnected()) {
                connections.connect(endpoint, connect, context);
            }
            endpoint.setSocketTimeout(config.getResponseTimeout());
            headers.process(message, message.getEntity(), context);
            goOn(message);
            return answer(message, context, endpoint);
        } catch (HttpException e) {
            drop(endpoint);
            throw new ClientProtocolException(e);
        } catch (IOException | RuntimeException e) {
            drop(endpoint);
            throw e;
        }
    }

    /// The time can be up between two things that could have been ended.
    private static void goOn(HttpUriRequestBase message) throws InterruptedIOException {
        if (message.isCancelled()) {
            throw new InterruptedIOException("the time was up before it was sent");
        }
    }

    private ConnectionEndpoint lease(HttpRoute route, HttpUriRequestBase message, Timeout atMost) throws IOException {
        LeaseRequest lease = connections.lease("regent", route, atMost, null);
        message.setDependency(lease);
        try {
            return lease.get(atMost);
        } catch (TimeoutException e) {
            throw new ConnectionRequestTimeoutException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("no connection: " + e, e);
        }
    }

    private Opened answer(HttpUriRequestBase message, HttpClientContext context, ConnectionEndpoint endpoint)
            throws IOException, HttpException {
        ClassicHttpResponse response = endpoint.execute("regent", message, executor::execute, context);
        boolean reusable = DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(message, response, context);
        TimeValue keep = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return new Opened() {
            private boolean whole = response.getEntity() == null;

            @Override
            public ClassicHttpResponse response() {
                return response;
            }

            @Override
            public void whole() {
                whole = true;
            }

            @Override
            public void close() {
                if (whole && reusable) {
                    connections.release(endpoint, null, keep);
                } else {
                    drop(endpoint);
                }
            }
        };
    }

    private void drop(ConnectionEndpoint endpoint) {
        endpoint.close(CloseMode.IMMEDIATE);
        connections.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    }
}
