package dev.regent.connect.oci;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A far side that says the same to everybody, as bytes, fast or slowly.
final class RawServer implements AutoCloseable {

    private final ServerSocket listener;
    private final byte[] words;
    private final Duration between;
    private final AtomicInteger left = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RawServer(String words, Duration between) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.words = words.getBytes(StandardCharsets.UTF_8);
        this.between = between;
        Thread.ofVirtual().start(this::accept);
    }

    static RawServer saying(String words) throws IOException {
        return new RawServer(words, Duration.ZERO);
    }

    /// One byte after each pause.
    static RawServer dripping(String words, Duration between) throws IOException {
        return new RawServer(words, between);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// How many clients went away in the middle.
    int left() {
        return left.get();
    }

    private void accept() {
        try {
            while (closed.getCount() > 0) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            closed.countDown(); // the listener is closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            for (byte next : words) {
                if (!between.isZero() && closed.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                out.write(next);
            }
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            left.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }
}
