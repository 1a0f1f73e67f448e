package dev.regent.plan;

import java.util.List;
import java.util.OptionalDouble;

/// How long it took to carry plans out of one registry, as far as that was written down.
///
/// @param closures that were wholly done, the oldest first
/// @param looks at one repository each, right before closures
/// @param secondsPerRequest of the last look at all of the registry; empty if there was none
public record CarriedOut(List<Closure> closures, List<Look> looks, OptionalDouble secondsPerRequest) {

    /// Steps that stood or fell together.
    ///
    /// @param steps one or more
    /// @param tags that its repository had before
    /// @param seconds from the end of what was done before it to its own, without looks
    public record Closure(int steps, int tags, double seconds) {
        public Closure {
            if (steps < 1 || tags < 0 || !(seconds >= 0)) {
                throw new IllegalArgumentException("a closure has steps, and tags and seconds of zero or more, got "
                        + steps + ", " + tags + ", " + seconds);
            }
        }
    }

    /// A look at one repository.
    ///
    /// @param tags that it had
    public record Look(int tags, double seconds) {
        public Look {
            if (tags < 0 || !(seconds >= 0)) {
                throw new IllegalArgumentException(
                        "a look has tags and seconds of zero or more, got " + tags + ", " + seconds);
            }
        }
    }

    public CarriedOut {
        closures = List.copyOf(closures);
        looks = List.copyOf(looks);
    }

    int steps() {
        return closures.stream().mapToInt(Closure::steps).sum();
    }

    int mostTags() {
        return closures.stream().mapToInt(Closure::tags).max().orElse(0);
    }
}
