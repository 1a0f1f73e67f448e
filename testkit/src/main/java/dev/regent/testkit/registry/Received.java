package dev.regent.testkit.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One HTTP/1.1 request as read from a connection.
///
/// @param target path and query as sent
/// @param headers values in order, by lower-case name
/// @param content the body's bytes; empty without one
@SuppressWarnings("ArrayRecordComponent") // nothing compares requests
record Received(String method, String target, Map<String, List<String>> headers, byte[] content) {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_BODY = 8 * 1024 * 1024;

    /// The next request; empty when the client has closed the connection.
    ///
    /// @throws ProtocolException if it is no HTTP/1.1 request that this reader knows
    /// @throws IOException if it breaks off
    static Optional<Received> from(InputStream in) throws IOException {
        Optional<String> first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = first.get().split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || !parts[1].startsWith("/")) {
            throw new ProtocolException("no HTTP/1.1 request line: " + first.get());
        }
        Map<String, List<String>> headers = headers(in);
        return Optional.of(new Received(parts[0], parts[1], headers, content(in, headers)));
    }

    String body() {
        return new String(content, StandardCharsets.UTF_8);
    }

    boolean lastOnItsConnection() {
        return headers.getOrDefault("connection", List.of()).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }

    private static Map<String, List<String>> headers(InputStream in) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = needed(in); !line.isEmpty(); line = needed(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("no header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] content(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks(in, headers.getOrDefault("transfer-encoding", List.of()));
        }
        String announced = headers.getOrDefault("content-length", List.of("0")).getFirst();
        if (!announced.matches("\\d{1,9}") || Integer.parseInt(announced) > LARGEST_BODY) {
            throw new ProtocolException("a request's body has at most " + LARGEST_BODY + " bytes, got " + announced);
        }
        return bytes(in, Integer.parseInt(announced));
    }

    private static byte[] chunks(InputStream in, List<String> codings) throws IOException {
        if (!codings.equals(List.of("chunked"))) {
            throw new ProtocolException("of transfer codings only `chunked` is read here, got " + codings);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            content.write(bytes(in, length));
            if (!needed(in).isEmpty() || content.size() > LARGEST_BODY) {
                throw new ProtocolException("a chunk is longer than it says, or all are longer than " + LARGEST_BODY);
            }
        }
        headers(in); // trailers
        return content.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        String length = needed(in).replaceFirst(";.*", "").strip();
        if (!length.matches("[0-9a-fA-F]{1,7}")) {
            throw new ProtocolException("no length of a chunk: " + length);
        }
        return Integer.parseInt(length, 16);
    }

    private static byte[] bytes(InputStream in, int length) throws IOException {
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new IOException("the request broke off after " + content.length + " of " + length + " bytes");
        }
        return content;
    }

    private static String needed(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new IOException("the request broke off in its headers"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (line.size() == LONGEST_LINE) {
                throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }
}
