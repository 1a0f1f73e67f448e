package dev.regent.connect.http;

import dev.regent.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The beginning of an answer: its status, its headers, and by them how long its body is and whether another
/// request may follow on the connection.
///
/// @param headers values by lower-case name, in the order in which they came
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
record Head(boolean keepsOpen, int status, Map<String, List<String>> headers) {

    /// Of a body whose end is the connection's.
    static final long UNTIL_END = -1;

    /// Of a body that comes in chunks.
    static final long CHUNKED = -2;

    private static final int MOST_HEADERS = 200;
    private static final int MOST_INTERIM = 16;
    private static final int MOST_DIGITS = 15;
    private static final int QUOTED = 40;

    /// Reads the beginning of an answer; those that only say that one will come are passed over.
    static Head read(Incoming in) throws IOException {
        for (int i = 0; i <= MOST_INTERIM; i++) {
            Head head = one(in);
            if (head.status >= 200) {
                return head;
            }
        }
        throw new CutException("it announces an answer for ever");
    }

    private static Head one(Incoming in) throws IOException {
        String line = in.line();
        boolean one = line.startsWith("HTTP/1.1 ");
        if (!(one || line.startsWith("HTTP/1.0 ")) || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new CutException("it is no HTTP/1.1: " + excerpt(line));
        }
        long status = number(line.substring(9, Math.min(12, line.length())), 10);
        if (status < 100 || status == 101) {
            throw new CutException("it is no HTTP/1.1: " + excerpt(line));
        }
        Map<String, List<String>> headers = headers(in);
        List<String> connection = words(headers.getOrDefault("connection", List.of()));
        // Two lengths are two answers: whoever stands between might believe the other one (RFC 9112, 6.3).
        // HTTP/1.0 knows no chunks (6.1).
        boolean clear = !headers.containsKey("transfer-encoding") || (one && !headers.containsKey("content-length"));
        boolean keeps = one ? !connection.contains("close") : connection.contains("keep-alive");
        return new Head(keeps && clear, (int) status, headers);
    }

    private static List<String> words(List<String> values) {
        return values.isEmpty()
                ? values
                : List.of(String.join(",", values)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .split("[,\\s]+"));
    }

    /// Reads headers, or what stands in their place behind the last chunk.
    static Map<String, List<String>> headers(Incoming in) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        String last = "";
        int number = 0;
        for (String line = in.line(); !line.isEmpty(); line = in.line()) {
            if (++number > MOST_HEADERS) {
                throw new CutException("it has more than " + MOST_HEADERS + " headers");
            }
            boolean goesOn = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            int colon = line.indexOf(':');
            if (goesOn ? last.isEmpty() : colon < 1) {
                throw new CutException("one of its headers has no name: " + excerpt(line));
            }
            if (goesOn) {
                List<String> values = values(headers, last);
                values.set(values.size() - 1, values.getLast() + " " + line.strip());
            } else {
                last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                values(headers, last).add(line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.computeIfAbsent(name, _ -> new ArrayList<>(1));
    }

    /// How long the body is that comes, in bytes, or [#CHUNKED], or [#UNTIL_END].
    ///
    /// @param method of the request
    long length(String method) throws CutException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return 0;
        }
        List<String> codings = words(headers.getOrDefault("transfer-encoding", List.of()));
        if (!codings.isEmpty()) {
            if (!codings.equals(List.of("chunked"))) {
                throw new CutException("its length can't be told: transfer-encoding " + excerpt(codings.toString()));
            }
            return CHUNKED;
        }
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (lengths.size() == 1 && lengths.getFirst().indexOf(',') < 0) {
            return number(lengths.getFirst(), 10);
        }
        Set<String> different = Set.copyOf(words(lengths));
        if (different.size() > 1) {
            throw new CutException("its length can't be told: content-length "
                    + excerpt(words(lengths).toString()));
        }
        return different.isEmpty() ? UNTIL_END : number(different.iterator().next(), 10);
    }

    /// Digits alone: no sign, no space, and no more than a length can have.
    static long number(String digits, int radix) throws CutException {
        boolean plain = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
        long number = 0;
        for (int i = 0; i < digits.length() && plain; i++) {
            char digit = digits.charAt(i);
            int value = digit < 128 ? Character.digit(digit, radix) : -1;
            plain = value >= 0;
            number = number * radix + value;
        }
        if (!plain) {
            throw new CutException("a number is wanted, got " + excerpt(digits));
        }
        return number;
    }

    private static String excerpt(String text) {
        return Text.quoted(text.length() > QUOTED ? text.substring(0, QUOTED) : text);
    }
}
