package dev.regent.store.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept on one manifest in one repository.
///
/// @param lastSeen null while the last look at the repository saw it
/// @param arrived the last moment at which it was new: seen first, seen again after it was gone, or
///     a tag was first seen to point at it
/// @param deleted when we deleted it last
/// @param reappeared when it was seen again after that
record ManifestRow(
        long manifest,
        Instant firstSeen,
        @Nullable Instant lastSeen,
        @Nullable Instant gone,
        @Nullable Instant untaggedSince,
        boolean everTagged,
        Instant arrived,
        @Nullable Instant deleted,
        @Nullable Instant reappeared) {

    static ManifestRow first(long manifest, Instant at) {
        return new ManifestRow(manifest, at, null, null, null, false, at, null, null);
    }

    /// Whether the look could have seen it before we deleted it.
    boolean deletedDuring(Look look) {
        return deleted != null && gone != null && !look.startedAt().isAfter(deleted);
    }

    ManifestRow seen(Instant at) {
        if (gone == null) {
            return lastSeen == null ? this : with(null, untaggedSince, everTagged);
        }
        Instant back = deleted == null ? reappeared : at;
        return new ManifestRow(manifest, firstSeen, null, null, null, everTagged, at, deleted, back);
    }

    ManifestRow unseen(Instant before) {
        return lastSeen == null ? with(before, untaggedSince, everTagged) : this;
    }

    ManifestRow gone(Instant at) {
        return new ManifestRow(manifest, firstSeen, lastSeen, at, null, everTagged, arrived, deleted, reappeared);
    }

    ManifestRow arrived(Instant at) {
        return new ManifestRow(manifest, firstSeen, lastSeen, gone, untaggedSince, everTagged, at, deleted, reappeared);
    }

    ManifestRow tagged() {
        return everTagged && untaggedSince == null ? this : with(lastSeen, null, true);
    }

    ManifestRow untagged(Instant at) {
        return untaggedSince == null ? with(lastSeen, at, everTagged) : this;
    }

    private ManifestRow with(@Nullable Instant seen, @Nullable Instant untagged, boolean tagged) {
        return new ManifestRow(manifest, firstSeen, seen, gone, untagged, tagged, arrived, deleted, reappeared);
    }
}
