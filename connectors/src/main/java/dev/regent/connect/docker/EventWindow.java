package dev.regent.connect.docker;

import java.util.Locale;

/// A span of an engine's time. Both ends belong to it.
///
/// @param from nanoseconds since 1970, by the engine's clock
/// @param to the same, not before `from`
record EventWindow(long from, long to) {

    private static final long SECOND = 1_000_000_000L;

    EventWindow {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "a span of time does not end before it begins, got " + from + " to " + to);
        }
    }

    /// As an engine wants it.
    String query() {
        return "?since=" + written(from) + "&until=" + written(to);
    }

    private static String written(long nanos) {
        return String.format(Locale.ROOT, "%d.%09d", nanos / SECOND, nanos % SECOND);
    }
}
