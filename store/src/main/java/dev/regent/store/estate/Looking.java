package dev.regent.store.estate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A look at a registry over `/v2/` that is under way, or was cut off.
///
/// @param beganAt when it began
/// @param wentOnAt since when it goes on: later than it began if it was cut off
/// @param at when it was heard of last
/// @param done tags read
/// @param total tags known so far
public record Looking(Instant beganAt, Instant wentOnAt, Instant at, long done, long total) {

    /// Tags a second; empty if there is no telling yet.
    public Optional<Double> perSecond() {
        double seconds = Duration.between(wentOnAt, at).toMillis() / 1000.0;
        return seconds < 1 || done == 0 ? Optional.empty() : Optional.of(done / seconds);
    }

    /// How long the tags that are left take at the same rate; empty if there is no telling yet.
    public Optional<Duration> left() {
        return perSecond().map(rate -> Duration.ofMillis((long) (1000 * (total - done) / rate)));
    }
}
