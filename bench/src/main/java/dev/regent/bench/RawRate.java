package dev.regent.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// How fast a registry answers at all: sends given requests over keep-alive connections as fast as the answers come and
/// does nothing with them. What a crawl of the same requests takes more is the crawler's own.
///
/// Arguments: the registry's address, a file with one path a line, how many connections, how often (the first times
/// warm up; each prints its seconds). Only for Distribution over plain HTTP: answers need a `Content-Length` or chunks.
public final class RawRate {

    private static final String ACCEPT = "application/vnd.oci.image.index.v1+json, "
            + "application/vnd.oci.image.manifest.v1+json, "
            + "application/vnd.docker.distribution.manifest.list.v2+json, "
            + "application/vnd.docker.distribution.manifest.v2+json, application/json";

    private RawRate() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        URI registry = URI.create(args[0]);
        List<byte[]> requests = new ArrayList<>();
        for (String path : Files.readAllLines(Path.of(args[1]))) {
            requests.add(("GET " + path + " HTTP/1.1\r\nHost: " + registry.getAuthority() + "\r\nAccept: " + ACCEPT
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        int connections = Integer.parseInt(args[2]);
        for (int i = Integer.parseInt(args[3]); i > 0; i--) {
            System.out.printf(Locale.ROOT, "%.3f%n", seconds(registry, requests, connections));
        }
    }

    private static double seconds(URI registry, List<byte[]> requests, int connections)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> {
                    send(registry, requests, next);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void send(URI registry, List<byte[]> requests, AtomicInteger next) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName(registry.getHost()), registry.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
            for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                socket.getOutputStream().write(requests.get(i));
                skipAnswer(in);
            }
        }
    }

    private static void skipAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200") && !status.startsWith("HTTP/1.1 404")) {
            throw new IOException("the registry answered " + status);
        }
        long length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
            return;
        }
        long chunk = -1;
        while (chunk != 0) {
            chunk = Long.parseLong(line(in), 16);
            in.skipNBytes(chunk + 2);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the registry closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
