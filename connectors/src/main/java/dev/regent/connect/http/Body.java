package dev.regent.connect.http;

import java.io.IOException;
import java.io.InputStream;

/// The body of an answer on a connection: it ends where the head says it does. Not to be read by two at once.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-message-body">RFC 9112, 6 and 7</a>
final class Body extends InputStream {

    private final Incoming in;
    private final boolean chunked;
    private final boolean bounded;
    private long left;
    private long came;
    private boolean begun;
    private boolean ended;

    /// @param length in bytes, or [Head#CHUNKED], or [Head#UNTIL_END]
    Body(Incoming in, long length) {
        this.in = in;
        this.chunked = length == Head.CHUNKED;
        this.bounded = length != Head.UNTIL_END;
        this.left = length;
        this.ended = length == 0;
    }

    /// Whether all of it was read, and its end wasn't that of the connection.
    boolean isWhole() {
        return ended && bounded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (chunked && !ended && left <= 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int taken = in.read(to, offset, bounded ? (int) Math.min(length, left) : length);
        if (taken < 0) {
            return end();
        }
        came += taken;
        if (bounded) {
            left -= taken;
            ended = !chunked && left == 0;
        }
        return taken;
    }

    private int end() throws CutException {
        if (bounded) {
            String words = "its body broke off after " + came + " bytes, " + left + " before its end";
            throw new CutException(words + (chunked ? " of a chunk" : ""), came == 0 && !chunked);
        }
        ended = true;
        return -1;
    }

    private void nextChunk() throws IOException {
        if (begun && !in.line().isEmpty()) {
            throw new CutException("a chunk of its body doesn't end where it said");
        }
        begun = true;
        String line = in.line();
        int extension = line.indexOf(';');
        left = Head.number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
        if (left == 0) {
            Head.headers(in);
            ended = true;
        }
    }
}
