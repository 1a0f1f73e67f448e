package dev.regent.connect.docker;

import java.time.Duration;
import java.time.Instant;

/// What time it is for an engine: by its own `Date` header, which leaves out fractions of a second,
/// by when it ended a span, and by what passed since.
///
/// @param date nanoseconds since 1970 that the engine told
/// @param at our own count of nanoseconds then
/// @param fraction nanoseconds that it was past `date` at least, up to a second
record EngineClock(long date, long at, long fraction) {

    private static final long SECOND = 1_000_000_000L;
    private static final long TOLERANCE = Duration.ofSeconds(3).toNanos();

    static EngineClock told(Instant date, long at) {
        return new EngineClock(date.getEpochSecond() * SECOND, at, 0);
    }

    /// The engine's time, or up to a second before it.
    ///
    /// @param now our own count
    long time(long now) {
        return date + fraction + (now - at);
    }

    /// The same, knowing that for the engine `time` was over at `now` by our own count.
    EngineClock notBefore(long time, long now) {
        return new EngineClock(date, at, Math.clamp(time - date - (now - at), fraction, SECOND));
    }

    /// Whether a clock that told `other` between two moments went as this one did.
    ///
    /// @param from our own count when it was asked
    /// @param to our own count when the answer had come
    boolean agrees(Instant other, long from, long to) {
        long told = other.getEpochSecond() * SECOND;
        return told >= time(from) - TOLERANCE && told <= time(to) + TOLERANCE;
    }
}
