package dev.regent.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Posts envelopes of events to a server as many registries would, and counts what is acknowledged; and counts what is
/// kept in its database. Every second event is the push of a tag of its own, every other a pull of one of 500
/// manifests.
///
/// `send PORT TOKEN-FILE REGISTRY CONNECTIONS EVENTS EVENTS-AN-ENVELOPE` prints what was acknowledged, also where the
/// server ends meanwhile; `count DATA-FOLDER REGISTRY` what is kept.
public final class EventSenders {

    private static final int MANIFESTS = 500;

    private final int port;
    private final String token;
    private final String registry;
    private final int events;
    private final int together;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger ended = new AtomicInteger();

    private EventSenders(int port, String token, String registry, int events, int together) {
        this.port = port;
        this.token = token;
        this.registry = registry;
        this.events = events;
        this.together = together;
    }

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException, SQLException {
        if (args[0].equals("count")) {
            count(Path.of(args[1]), args[2]);
            return;
        }
        EventSenders senders = new EventSenders(
                Integer.parseInt(args[1]),
                Files.readString(Path.of(args[2])).strip(),
                args[3],
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]));
        senders.run(Integer.parseInt(args[4]));
    }

    private void run(int connections) throws InterruptedException, ExecutionException {
        List<byte[]> requests = new ArrayList<>();
        for (int first = 0; first < events; first += together) {
            requests.add(request(first, Math.min(together, events - first)));
        }
        System.out.println("begun");
        System.out.flush();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> send(requests)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"acknowledged\": %d, \"seconds\": %.3f, \"ended\": %d}%n",
                acknowledged.get(),
                (System.nanoTime() - began) / 1e9,
                ended.get());
    }

    private void send(List<byte[]> requests) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int number = next.getAndIncrement(); number < requests.size(); number = next.getAndIncrement()) {
                socket.getOutputStream().write(requests.get(number));
                int status = answer(in);
                if (status != 202) {
                    throw new IllegalStateException("an envelope was answered with " + status);
                }
                acknowledged.addAndGet(Math.min(together, events - number * together));
            }
        } catch (IOException e) {
            // The server was killed: what it didn't acknowledge it needn't have kept.
            ended.incrementAndGet();
        }
    }

    private byte[] request(int first, int count) {
        StringBuilder body = new StringBuilder("{\"events\": [");
        for (int event = first; event < first + count; event++) {
            body.append(event == first ? "" : ", ").append(event(event));
        }
        byte[] envelope = body.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("POST /api/v1/registries/" + registry + "/events HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/vnd.docker.distribution.events.v1+json\r\nContent-Length: "
                        + envelope.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + envelope.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(envelope, 0, request, head.length, envelope.length);
        return request;
    }

    /// As Distribution 2.8.2 writes it.
    private String event(int number) {
        boolean push = number % 2 == 0;
        String digest = "sha256:%064x".formatted(push ? number : number % MANIFESTS);
        return """
                {"id": "%08x-0000-4000-8000-000000000000", "timestamp": "2026-11-20T16:43:10.265564835Z", "action": "%s", \
                "target": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 527, "digest": "%s", \
                "length": 527, "repository": "team/app-%d", "url": "http://127.0.0.1:5000/v2/team/app/manifests/%s"%s}, \
                "request": {"id": "fa3b44f9-7e05-42e3-8261-e7381c59dcd2", "addr": "10.1.2.3:55750", \
                "host": "registry.internal:5000", "method": "%s", "useragent": "docker/28.2.2 go/go1.24.4 os/linux"}, \
                "actor": {}, "source": {"addr": "vm:5000", "instanceID": "3cea6a88-5635-401c-9969-255eaef65e01"}}""".formatted(
                        number,
                        push ? "push" : "pull",
                        digest,
                        number / 2 % 50,
                        digest,
                        push ? ", \"tag\": \"build-" + number + "\"" : "",
                        push ? "PUT" : "GET");
    }

    /// Reads an answer to its end.
    ///
    /// @return its status
    private static int answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("the server left");
            }
            line.append((char) read);
        }
        return line.toString().strip();
    }

    private static void count(Path data, String registry) throws IOException, SQLException {
        String port =
                Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).get(3);
        String password = Files.readString(data.resolve("postgres/password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port.strip() + "/regent?sslmode=disable";
        try (Connection connection = DriverManager.getConnection(url, "regent", password);
                PreparedStatement statement = connection.prepareStatement("""
                        select (select count(*) from pending_changes where registry = ?),
                            (select coalesce(sum(pulls), 0) from pulls where registry = ?)
                        """)) {
            statement.setString(1, registry);
            statement.setString(2, registry);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                System.out.printf(Locale.ROOT, "{\"pushes\": %d, \"pulls\": %d}%n", row.getLong(1), row.getLong(2));
            }
        }
    }
}
