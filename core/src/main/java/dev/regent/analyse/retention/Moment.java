package dev.regent.analyse.retention;

import java.time.Duration;
import java.time.Instant;

/// A line in time that a policy draws.
public sealed interface Moment {

    /// As it stands in the policy.
    String written();

    /// Where the line is when it is `now`.
    Instant before(Instant now);

    /// So long ago.
    record Ago(Duration duration, String written) implements Moment {
        public Ago {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("a duration is zero or more, got " + written);
            }
        }

        @Override
        public Instant before(Instant now) {
            return now.minus(duration);
        }
    }

    record At(Instant instant, String written) implements Moment {
        @Override
        public Instant before(Instant now) {
            return instant;
        }
    }
}
