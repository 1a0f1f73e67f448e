package dev.regent.connect.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What comes over a connection: lines, and bytes between them.
final class Incoming {

    private static final int LONGEST_LINE = 65_536;

    private final InputStream from;
    private final Runnable heard;
    private byte[] buffer = new byte[16_384];
    private int at;
    private int end;

    /// @param heard is told whenever something comes
    Incoming(InputStream from, Runnable heard) {
        this.from = from;
        this.heard = heard;
    }

    /// Whether something came that nobody has taken: more than the far side was asked for.
    boolean hasRest() {
        return at < end;
    }

    /// The next line, without its end. Bytes are taken for the first 256 characters of Unicode.
    ///
    /// @throws CutException if it is too long, or the connection ends before the line does
    String line() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = at + scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    return take(i);
                }
            }
            scanned = end - at;
            if (scanned > LONGEST_LINE) {
                throw tooLong();
            }
            if (!more()) {
                throw new CutException(scanned == 0 ? "it ended before its headers did" : "it ended within a line");
            }
        }
    }

    private String take(int newline) throws CutException {
        int length = newline - at;
        if (length > LONGEST_LINE) {
            throw tooLong();
        }
        if (length > 0 && buffer[newline - 1] == '\r') {
            length--;
        }
        String line = new String(buffer, at, length, StandardCharsets.ISO_8859_1);
        at = newline + 1;
        return line;
    }

    private static CutException tooLong() {
        return new CutException("a line of its headers is longer than " + LONGEST_LINE + " bytes");
    }

    /// Puts at least one byte at `offset` of `to`, and at most `length`.
    ///
    /// @return how many; negative at the end
    int read(byte[] to, int offset, int length) throws IOException {
        if (at == end) {
            if (length >= buffer.length) {
                return heard(from.read(to, offset, length));
            }
            if (!more()) {
                return -1;
            }
        }
        int taken = Math.min(length, end - at);
        System.arraycopy(buffer, at, to, offset, taken);
        at += taken;
        return taken;
    }

    /// Reads on, behind what nobody has taken.
    private boolean more() throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
        } else if (end == buffer.length) {
            byte[] wider = at > 0 ? buffer : new byte[buffer.length * 2];
            System.arraycopy(buffer, at, wider, 0, end - at);
            buffer = wider;
            end -= at;
            at = 0;
        }
        int came = heard(from.read(buffer, end, buffer.length - end));
        end += Math.max(came, 0);
        return came > 0;
    }

    private int heard(int came) {
        if (came > 0) {
            heard.run();
        }
        return came;
    }
}
