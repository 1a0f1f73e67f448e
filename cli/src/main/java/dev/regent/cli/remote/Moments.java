package dev.regent.cli.remote;

import dev.regent.engine.report.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Times as people read them.
///
/// @param now what ages are taken against
record Moments(Instant now) {

    /// For example `3 h ago` or `in 2 d`; `-` where there is none.
    String relative(Optional<Instant> at) {
        if (at.isEmpty()) {
            return "-";
        }
        Duration away = Duration.between(at.get(), now);
        if (away.abs().toSeconds() < 1) {
            return "now";
        }
        return away.isNegative() ? "in " + length(away.negated()) : length(away) + " ago";
    }

    /// Both, for example `2026-11-20 09:00 UTC (3 h ago)`.
    String both(Optional<Instant> at) {
        return at.map(time -> Units.minute(time) + " (" + relative(at) + ")").orElse("-");
    }

    /// For example `41 s`, `3 min`, `12 h`, `90 d`.
    static String length(Duration length) {
        if (length.toMinutes() < 2) {
            return Math.max(0, length.toSeconds()) + " s";
        }
        if (length.toHours() < 2) {
            return length.toMinutes() + " min";
        }
        return length.toDays() < 2 ? length.toHours() + " h" : Units.count(length.toDays()) + " d";
    }
}
