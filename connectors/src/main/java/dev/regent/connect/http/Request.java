package dev.regent.connect.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// What is sent, and how much may come.
///
/// @param bodyLimit largest body of the answer in bytes
/// @param keeping whether the bytes of a body are kept, or only counted
/// @param repeatable whether doing it twice is as good as once
record Request(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<Content> content,
        long bodyLimit,
        boolean keeping,
        boolean repeatable) {

    /// Of an answer that isn't the one that was asked for.
    private static final int LARGEST_REFUSAL = 1024 * 1024;

    /// What it brings along.
    static final class Content {
        private final String type;
        private final byte[] bytes;

        Content(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /// For people: nothing in it is secret.
    String action() {
        return method + " " + Redaction.shown(uri);
    }

    /// Whether the body of an answer with this status is only counted.
    boolean isCounted(int status) {
        return !keeping && (status == 200 || status == 206);
    }

    /// The largest body of an answer with this status, in bytes.
    long limit(int status) {
        return keeping || isCounted(status) ? bodyLimit : LARGEST_REFUSAL;
    }
}
