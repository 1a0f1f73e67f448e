package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a registry answers to one call, and how it arrives.
///
/// @param headers without `Content-Length`, which follows from the body; `Date` is the real time
///     unless it is given
record Answer(int status, Map<String, String> headers, Body body, Delivery delivery) {

    static final String JSON = "application/json; charset=utf-8";
    private static final Delivery AT_ONCE = new Delivery.AtOnce();

    Answer {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    static Answer of(int status, String contentType, byte[] content) {
        return new Answer(status, Map.of("Content-Type", contentType), new Body.Bytes(content), AT_ONCE);
    }

    /// With a line feed at the end, as Go's encoder writes it.
    static Answer json(int status, JsonNode content) {
        return of(status, JSON, (content + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(int status, String content) {
        return of(status, "text/plain; charset=utf-8", (content + "\n").getBytes(StandardCharsets.UTF_8))
                .header("X-Content-Type-Options", "nosniff");
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new Body.Bytes(new byte[0]), AT_ONCE);
    }

    Answer header(String name, String value) {
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.put(name, value);
        return new Answer(status, changed, body, delivery);
    }

    Answer withoutHeader(String name) {
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.remove(name);
        return new Answer(status, changed, body, delivery);
    }

    Answer body(Body other) {
        return new Answer(status, headers, other, delivery);
    }

    Answer delivery(Delivery other) {
        return new Answer(status, headers, body, other);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// Whether HTTP forbids a body and its length for this status.
    boolean bodiless() {
        return status == 304 || status == 204 || status < 200;
    }
}
