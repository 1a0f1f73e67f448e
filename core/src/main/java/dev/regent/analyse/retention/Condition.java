package dev.regent.analyse.retention;

import dev.regent.analyse.Images;
import dev.regent.analyse.Truth;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One condition of a policy's item: true, false or unknown of an image.
public sealed interface Condition {

    /// As it stands in the policy, for example `newest: 3`.
    String written();

    /// Judges one image.
    Truth holds(Images images, int image);

    /// Among the newest of its repository, by the time that `by` names.
    record Newest(int count, By by) implements Condition {
        public enum By {
            CREATED,
            PUSHED
        }

        public Newest {
            if (count < 1) {
                throw new IllegalArgumentException("newest is 1 or more, got " + count);
            }
        }

        @Override
        public String written() {
            return by == By.CREATED ? "newest: " + count : "newest: " + count + ", by: pushed";
        }

        @Override
        public Truth holds(Images images, int image) {
            if (by == By.PUSHED) {
                // No source tells when an image was pushed.
                return Truth.UNKNOWN;
            }
            return switch (images.place(image)) {
                case Images.Place.At(int number) -> Truth.of(number <= count);
                case Images.Place.None _ -> Truth.FALSE;
                case Images.Place.Unknown _ -> Truth.UNKNOWN;
            };
        }
    }

    /// Its ordinary tags match. A keep holds if any does, a remove only if every one does; never of
    /// an untagged image.
    ///
    /// @param written the patterns as the policy has them, with their key
    record Tags(String written, Predicate<String> matches, boolean every) implements Condition {
        @Override
        public Truth holds(Images images, int image) {
            List<String> tags = images.tags(image);
            for (String tag : tags) {
                if (matches.test(tag) != every) {
                    return Truth.of(!every);
                }
            }
            return Truth.of(every && !tags.isEmpty());
        }
    }

    /// Built before, or after, a moment. What was built at that very moment is young.
    record Built(Order order, Moment moment) implements Condition {
        public enum Order {
            OLDER,
            YOUNGER
        }

        @Override
        public String written() {
            return (order == Order.OLDER ? "olderThan: " : "youngerThan: ") + moment.written();
        }

        @Override
        public Truth holds(Images images, int image) {
            Instant line = moment.before(images.now());
            return images.built(image)
                    .map(built -> Truth.of(order == Order.OLDER ? built.isBefore(line) : !built.isBefore(line)))
                    .orElse(Truth.UNKNOWN);
        }
    }

    /// Pulled lately. Unknown: no source that can be trusted tells.
    record PulledWithin(Duration duration, String written) implements Condition {
        @Override
        public Truth holds(Images images, int image) {
            return Truth.UNKNOWN;
        }
    }

    /// Ran, or was wanted, lately in any environment.
    record UsedWithin(Duration duration, String written) implements Condition {
        @Override
        public Truth holds(Images images, int image) {
            return images.usedSince(image, images.now().minus(duration));
        }
    }

    /// One that a person picked by name, for this plan alone.
    ///
    /// @param digests what the names meant when they were given
    record Picked(Set<Digest> digests) implements Condition {
        public Picked {
            digests = Set.copyOf(digests);
        }

        @Override
        public String written() {
            return "picked: " + digests.stream().sorted().map(Digest::value).collect(Collectors.joining(" "));
        }

        @Override
        public Truth holds(Images images, int image) {
            return Truth.of(digests.contains(images.digest(image)));
        }
    }

    /// Without a tag for so long. Unknown of an untagged image until it was seen so for that long:
    /// the registry doesn't say since when.
    record UntaggedFor(Duration duration, String written) implements Condition {
        @Override
        public Truth holds(Images images, int image) {
            if (!images.tags(image).isEmpty()) {
                return Truth.FALSE;
            }
            Instant line = images.now().minus(duration);
            return images.untaggedSince(image)
                    .filter(since -> !since.isAfter(line))
                    .map(_ -> Truth.TRUE)
                    .orElse(Truth.UNKNOWN);
        }
    }
}
