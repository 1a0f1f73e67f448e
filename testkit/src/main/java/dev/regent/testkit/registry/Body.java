package dev.regent.testkit.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What follows the headers of an answer.
sealed interface Body {

    long length();

    void writeTo(OutputStream out) throws IOException;

    /// Bytes at hand.
    @SuppressWarnings("ArrayRecordComponent") // nothing compares bodies
    record Bytes(byte[] content) implements Body {
        @Override
        public long length() {
            return content.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(content);
        }
    }

    /// A well-formed manifest of any length that is never held in memory: one endless annotation.
    ///
    /// @param announced whether `Content-Length` tells the length beforehand; if not, the body
    ///     comes in chunks
    record Endless(long length, boolean announced) implements Body {
        private static final byte[] HEAD =
                "{\"schemaVersion\":2,\"annotations\":{\"filler\":\"".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] TAIL = "\"}}".getBytes(StandardCharsets.US_ASCII);

        public Endless {
            if (length < HEAD.length + TAIL.length) {
                throw new IllegalArgumentException("a huge body has at least 100 bytes, got " + length);
            }
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] filler = new byte[64 * 1024];
            Arrays.fill(filler, (byte) 'a');
            out.write(HEAD);
            long left = length - HEAD.length - TAIL.length;
            while (left > 0) {
                int part = (int) Math.min(left, filler.length);
                out.write(filler, 0, part);
                left -= part;
            }
            out.write(TAIL);
        }
    }
}
