package dev.regent.testkit.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// HTTP/1.1 over sockets, with a virtual thread for each connection. The JDK's own server is not
/// used because it can do less than a misbehaving registry: JDK 25 overwrites `Date` in each answer
/// and has no way to reset a connection.
final class Wire implements AutoCloseable {

    private final ServerSocket listener;
    private final Optional<SSLContext> tls;
    private final Function<Received, Answer> answers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private Wire(ServerSocket listener, Optional<SSLContext> tls, Function<Received, Answer> answers) {
        this.listener = listener;
        this.tls = tls;
        this.answers = answers;
    }

    /// Listens, and hands each request to `answers`, from several threads at once.
    static Wire listening(InetAddress address, int port, Optional<SSLContext> tls, Function<Received, Answer> answers) {
        try {
            Wire wire = new Wire(new ServerSocket(port, 1024, address), tls, answers);
            wire.threads.execute(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException("listen on " + address.getHostAddress() + ":" + port, e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int broken() {
        return broken.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                if (closed.getCount() == 0) {
                    socket.close(); // it came as the others were closed
                    return;
                }
                try {
                    threads.execute(() -> serve(socket));
                } catch (RejectedExecutionException e) {
                    socket.close(); // closed in between
                }
            } catch (IOException e) {
                if (closed.getCount() > 0) {
                    throw new UncheckedIOException("accept a connection", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Socket speaking = tls.isPresent() ? secured(socket, tls.get()) : socket;
            BufferedInputStream in = new BufferedInputStream(speaking.getInputStream());
            Sender sender = new Sender(socket, speaking.getOutputStream(), closed);
            boolean more = true;
            while (more) {
                more = next(in, sender);
            }
        } catch (IOException e) {
            broken.incrementAndGet(); // by the client, which sees it on its own side
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /// Whether there can be another request on the connection.
    private boolean next(InputStream in, Sender sender) throws IOException, InterruptedException {
        Optional<Received> request;
        try {
            request = Received.from(in);
        } catch (ProtocolException e) {
            sender.refuse(e.getMessage());
            return false;
        }
        if (request.isEmpty()) {
            return false;
        }
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (Turn turn = new Turn(atOnce)) {
            return sender.send(request.get(), answers.apply(request.get()), turn);
        }
    }

    /// One call's part in the count of those that are being answered.
    static final class Turn implements AutoCloseable {
        private final AtomicInteger atOnce;
        private boolean over;

        Turn(AtomicInteger atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                atOnce.decrementAndGet();
            }
        }
    }

    private static Socket secured(Socket socket, SSLContext context) throws IOException {
        String host = socket.getInetAddress().getHostAddress();
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    /// Ends every connection, waiting ones too, at once.
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("close the listener on port " + port(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
