package dev.regent.store.estate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One look at a source. What was new counts from its end, since it may have come while the look
/// went on; what was deleted meanwhile may still have been seen.
///
/// @param session names the round of looks that it belongs to
public record Look(String session, Instant startedAt, Instant endedAt) {

    public Look {
        // PostgreSQL keeps microseconds: what is compared with a kept time must have no more.
        startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
        endedAt = endedAt.truncatedTo(ChronoUnit.MICROS);
        if (endedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("a look ends after it began, not at " + endedAt + " before " + startedAt
                    + ": the clock jumped back, so look again");
        }
    }

    /// A look of which only one moment is known.
    public static Look at(String session, Instant moment) {
        return new Look(session, moment, moment);
    }

    /// Whether a pause since `earlier` is longer than `longest`.
    boolean pausedSince(Instant earlier, Duration longest) {
        return earlier.plus(longest).isBefore(endedAt);
    }
}
