package dev.regent.connect.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A far side that answers the requests that come, over whichever connection, with given bytes one after the other.
final class Scripted implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("\nContent-Length: (\\d+)\r");

    private final ServerSocket listener;
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> connections = new ArrayList<>();
    private final CountDownLatch said = new CountDownLatch(1);
    private int accepted;

    /// @param leaves whether the connection ends behind the answer
    private record Line(String answer, boolean leaves, String more) {}

    Scripted() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    Scripted says(String answer) {
        lines.add(new Line(answer, false, ""));
        return this;
    }

    /// The connection ends behind it, without a word.
    Scripted saysAndLeaves(String answer) {
        lines.add(new Line(answer, true, ""));
        return this;
    }

    /// Says more when its answer is long there, which nobody asked for.
    Scripted saysMore(String answer, String more) {
        lines.add(new Line(answer, false, more));
        return this;
    }

    void awaitMore() throws InterruptedException {
        said.await();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /// What came, with its content.
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /// Over which connection each request came, counted from 1.
    synchronized List<Integer> connections() {
        return List.copyOf(connections);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                int number = ++accepted;
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            lines.clear(); // the listener is closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String request = request(in); !request.isEmpty(); request = request(in)) {
                synchronized (this) {
                    requests.add(request);
                    connections.add(number);
                }
                Line line = lines.poll();
                if (line == null) {
                    in.readAllBytes(); // it stays silent until the other end goes
                    return;
                }
                socket.getOutputStream().write(line.answer().getBytes(StandardCharsets.ISO_8859_1));
                if (!line.more().isEmpty()) {
                    Thread.sleep(50); // or it would come with the answer
                    socket.getOutputStream().write(line.more().getBytes(StandardCharsets.ISO_8859_1));
                    said.countDown();
                }
                if (line.leaves()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other end went: it may.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            request.append((char) next);
        }
        Matcher length = LENGTH.matcher(request);
        if (length.find()) {
            request.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
        }
        return request.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
