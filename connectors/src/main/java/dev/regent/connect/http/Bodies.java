package dev.regent.connect.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads bodies of answers, bounded in size and time. It never closes them: that can mean to read what is left, however
/// long or slow.
final class Bodies {

    /// A length that a far side announces is believed up to here; then memory follows the bytes.
    private static final long MOST_FORESEEN = 1024 * 1024;

    private static final int AT_FIRST = 512;

    private Bodies() {}

    /// The answer to a request.
    ///
    /// @param announced how long the body is; negative if that isn't said
    static Answer answer(Request request, Head head, InputStream body, long announced, long deadline)
            throws IOException {
        long limit = request.limit(head.status());
        if (announced > limit) {
            throw new TooLargeException();
        }
        if (request.isCounted(head.status())) {
            long length = length(body, limit, deadline);
            return new Answer(head.status(), head.headers(), new byte[0], length);
        }
        return new Answer(head.status(), head.headers(), bytes(body, announced, limit, deadline));
    }

    private static byte[] bytes(InputStream in, long announced, long limit, long deadline) throws IOException {
        byte[] body = new byte[announced < 0 ? AT_FIRST : (int) Math.min(announced, MOST_FORESEEN)];
        int length = 0;
        while (true) {
            if (length == body.length) {
                int next = in.read();
                if (next < 0) {
                    return body;
                }
                body = Arrays.copyOf(body, (int) Math.min(Math.max(AT_FIRST, 2L * length), limit + 1));
                body[length++] = (byte) next;
            }
            int came = in.read(body, length, body.length - length);
            if (came < 0) {
                return Arrays.copyOf(body, length);
            }
            length += came;
            check(length, limit, deadline);
        }
    }

    private static long length(InputStream in, long limit, long deadline) throws IOException {
        byte[] buffer = new byte[8192];
        long length = 0;
        for (int came = in.read(buffer); came >= 0; came = in.read(buffer)) {
            length += came;
            check(length, limit, deadline);
        }
        return length;
    }

    private static void check(long length, long limit, long deadline) throws IOException {
        if (length > limit) {
            throw new TooLargeException();
        }
        if (System.nanoTime() > deadline) {
            throw new Http.SlowException();
        }
    }

    /// More came, or was announced, than may come.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
