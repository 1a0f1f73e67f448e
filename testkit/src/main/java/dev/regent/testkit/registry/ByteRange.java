package dev.regent.testkit.registry;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One range of bytes that a client asks for: `bytes=0-9`, `bytes=5-` or `bytes=-1`.
///
/// @param from empty: the last `to` bytes
/// @param to empty: to the end
record ByteRange(Optional<Integer> from, Optional<Integer> to) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

    /// Empty without `Range`, or with one that is not understood, which HTTP says to ignore.
    static Optional<ByteRange> of(Call call) {
        return call.header("Range")
                .map(RANGE::matcher)
                .filter(Matcher::matches)
                .map(range -> new ByteRange(number(range.group(1)), number(range.group(2))))
                .filter(range -> range.from().isPresent() || range.to().isPresent());
    }

    /// 206 with that part, or 416 if there is no such part.
    Answer of(byte[] content) {
        int first = from.orElseGet(() -> Math.max(0, content.length - to.orElse(0)));
        int end = from.isPresent() && to.isPresent() ? Math.min(content.length, to.get() + 1) : content.length;
        if (first >= end) {
            return Answer.empty(416).header("Content-Range", "bytes */" + content.length);
        }
        return Answer.of(206, "application/octet-stream", Arrays.copyOfRange(content, first, end))
                .header("Accept-Ranges", "bytes")
                .header("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + content.length);
    }

    /// Whether it begins behind `content`.
    boolean isBehind(byte[] content) {
        return from.isPresent() && from.get() >= content.length;
    }

    /// 206 with one byte of what is only pretended to be there.
    Answer pretended() {
        int first = from.orElseThrow();
        return Answer.of(206, "application/octet-stream", new byte[1])
                .header("Accept-Ranges", "bytes")
                .header("Content-Range", "bytes " + first + "-" + first + "/*");
    }

    private static Optional<Integer> number(String digits) {
        return digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    }
}
