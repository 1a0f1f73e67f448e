package dev.regent.store.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept on one tag.
///
/// @param manifest what it was last seen to point at; null if it was listed and never read since it
///     is there
/// @param lastSeen null while the last look at the repository saw it
/// @param moved when it was last seen to point at something else than before
record TagRow(
        String name,
        @Nullable Long manifest,
        Instant firstSeen,
        @Nullable Instant lastSeen,
        @Nullable Instant moved,
        @Nullable Instant gone) {

    static TagRow first(String name, @Nullable Long manifest, Instant at) {
        return new TagRow(name, manifest, at, null, null, null);
    }

    boolean pointsAt(long other) {
        return gone == null && manifest != null && manifest == other;
    }

    TagRow seen() {
        return lastSeen == null ? this : new TagRow(name, manifest, firstSeen, null, moved, gone);
    }

    TagRow pointing(long other, Instant at) {
        return new TagRow(name, other, firstSeen, null, at, null);
    }

    /// It was gone and is listed again, and what it points at can't be read.
    TagRow back() {
        return new TagRow(name, null, firstSeen, null, moved, null);
    }

    TagRow unseen(Instant before) {
        return lastSeen == null ? new TagRow(name, manifest, firstSeen, before, moved, gone) : this;
    }

    TagRow gone(Instant at) {
        return new TagRow(name, manifest, firstSeen, lastSeen, moved, at);
    }
}
