package dev.regent.store.estate;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known over time of one manifest in one repository.
///
/// @param newSince the last moment at which it was new
/// @param untaggedSince empty if a tag points at it, or there is no telling
/// @param gone when it was found to be gone, or deleted
/// @param deleted when we deleted it last
/// @param reappeared when it was seen again after that
/// @param tags of every tag that ever pointed at it, in the order of time
public record ManifestHistory(
        Instant firstSeen,
        Instant lastSeen,
        Instant newSince,
        Optional<Instant> untaggedSince,
        Optional<Instant> gone,
        Optional<Instant> deleted,
        Optional<Instant> reappeared,
        List<TagEvent> tags) {
    public ManifestHistory {
        tags = List.copyOf(tags);
    }

    /// A tag began to point at something else.
    ///
    /// @param from empty if it was new, came back or was never read before
    /// @param to empty if it went
    public record TagEvent(Instant at, String tag, Optional<Digest> from, Optional<Digest> to) {}
}
