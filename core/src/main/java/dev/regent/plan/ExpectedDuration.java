package dev.regent.plan;

import java.time.Duration;
import java.util.List;

/// How long carrying out is expected to take.
///
/// @param atLeast mostly it takes longer than that
/// @param atMost mostly it takes less than that
/// @param steps that were measured in the registry
/// @param notes what makes it long or uncertain, in sentences
public record ExpectedDuration(
        Duration time, Duration atLeast, Duration atMost, Basis basis, int steps, List<String> notes) {

    /// What it rests on.
    public enum Basis {
        /// Steps that were carried out of this registry.
        MEASURED("measured"),
        /// What others measured of another registry, and how fast this one answers.
        ASSUMED("assumed");

        private final String text;

        Basis(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public ExpectedDuration {
        notes = List.copyOf(notes);
        if (atLeast.compareTo(time) > 0 || time.compareTo(atMost) > 0) {
            throw new IllegalArgumentException(time + " isn't between " + atLeast + " and " + atMost);
        }
    }
}
