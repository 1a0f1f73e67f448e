package dev.regent.analyse;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.Optional;

/// What earlier looks at one registry and at its environments saw. Who keeps no inventory knows
/// nothing of it.
public interface Past {

    /// Nothing was ever seen.
    Past NOTHING = new Past() {};

    /// The last moment at which a manifest was new here: it was seen first, or a tag was first seen
    /// to point at it. Empty if it was never seen before: it is new now.
    default Optional<Instant> newSince(String repository, Digest manifest) {
        return Optional.empty();
    }

    /// Since when at the latest no tag points at it, without a break; empty if there is no telling.
    default Optional<Instant> untaggedSince(String repository, Digest manifest) {
        return Optional.empty();
    }

    /// Whether it was deleted and came back: then no plan names it again unless a person picks it.
    default boolean reappeared(String repository, Digest manifest) {
        return false;
    }

    /// Whether any environment used what has this digest, a manifest or a config, after `since`.
    /// Only who has watched all that time can say that nobody did.
    default Truth usedSince(Digest digest, Instant since) {
        return Truth.UNKNOWN;
    }
}
