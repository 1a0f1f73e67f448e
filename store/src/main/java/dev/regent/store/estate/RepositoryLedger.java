package dev.regent.store.estate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is kept on one repository, and how a look changes it. Only what was heard changes anything.
final class RepositoryLedger {

    private final Map<Long, ManifestRow> manifests = new HashMap<>();
    private final Map<String, TagRow> tags = new HashMap<>();

    /// Which tag was seen to point at something else than before.
    ///
    /// @param from null if it came back
    /// @param to null if it went
    record Move(String tag, @Nullable Long from, @Nullable Long to) {}

    /// What a tag that was listed led to.
    sealed interface Target {

        record Points(long manifest) implements Target {}

        /// It answered 404.
        record Gone() implements Target {}

        record Unread() implements Target {}
    }

    /// What a look saw of the repository.
    ///
    /// @param whole whether all that was asked for was heard: only then is what is absent gone
    /// @param allManifests whether every manifest was listed, untagged ones too
    /// @param missing manifests that were asked for by digest and answered 404
    record Seen(boolean whole, boolean allManifests, Map<String, Target> tags, Set<Long> manifests, Set<Long> missing) {
        Seen {
            tags = Map.copyOf(tags);
            manifests = Set.copyOf(manifests);
            missing = Set.copyOf(missing);
        }
    }

    /// What is to be written.
    record Changes(List<ManifestRow> manifests, List<TagRow> tags, List<Move> moves) {
        Changes {
            manifests = List.copyOf(manifests);
            tags = List.copyOf(tags);
            moves = List.copyOf(moves);
        }
    }

    void kept(ManifestRow row) {
        manifests.put(row.manifest(), row);
    }

    void kept(TagRow row) {
        tags.put(row.name(), row);
    }

    /// Takes in what a look saw.
    ///
    /// @param before when the repository was looked at the last time before
    Changes take(Seen seen, Look look, Instant before) {
        Map<Long, ManifestRow> formerManifests = Map.copyOf(manifests);
        Map<String, TagRow> formerTags = Map.copyOf(tags);
        List<Move> moves = new ArrayList<>();
        Set<Long> arrived = takeTags(seen, look, moves);
        takeAbsentTags(seen, look.endedAt(), before, moves);
        takeManifests(seen, look, before);
        arrived.forEach(manifest -> manifests.computeIfPresent(manifest, (_, row) -> row.arrived(look.endedAt())));
        noteUntagged(seen.whole(), look.endedAt());
        return new Changes(
                manifests.values().stream()
                        .filter(row -> !row.equals(formerManifests.get(row.manifest())))
                        .toList(),
                tags.values().stream()
                        .filter(row -> !row.equals(formerTags.get(row.name())))
                        .toList(),
                moves);
    }

    /// Takes in what was answered for some tags and manifests. It says nothing of the others: they aren't seen or
    /// unseen by it, and nothing becomes untagged, since another tag may have moved there.
    ///
    /// @param seen with a target for each tag that was answered for, and no other
    /// @param before when the repository was looked at the last time
    Changes takeSome(Seen seen, Look look, Instant before) {
        Map<Long, ManifestRow> formerManifests = Map.copyOf(manifests);
        Map<String, TagRow> formerTags = Map.copyOf(tags);
        List<Move> moves = new ArrayList<>();
        Set<Long> arrived = takeTags(seen, look, moves);
        takePresent(seen, look);
        for (long manifest : seen.missing()) {
            manifests.computeIfPresent(
                    manifest,
                    (_, row) -> row.gone() == null ? row.unseen(before).gone(look.endedAt()) : row);
        }
        for (long manifest : arrived) {
            manifests.computeIfPresent(
                    manifest, (_, row) -> row.arrived(look.endedAt()).tagged());
        }
        return new Changes(
                manifests.values().stream()
                        .filter(row -> !row.equals(formerManifests.get(row.manifest())))
                        .map(row -> row.unseen(look.endedAt()))
                        .toList(),
                tags.values().stream()
                        .filter(row -> !row.equals(formerTags.get(row.name())))
                        .map(row -> row.gone() == null ? row.unseen(look.endedAt()) : row.unseen(before))
                        .toList(),
                moves);
    }

    /// The manifests at which a tag points that didn't before.
    private Set<Long> takeTags(Seen seen, Look look, List<Move> moves) {
        Set<Long> arrived = new HashSet<>();
        seen.tags().forEach((name, target) -> {
            TagRow row = tags.get(name);
            switch (target) {
                case Target.Points(long manifest) -> {
                    if (!deletedDuring(look, manifest)) {
                        tags.put(name, pointing(row, name, manifest, look.endedAt(), arrived, moves));
                    }
                }
                case Target.Gone _ -> takeGone(row, seen.whole(), look.endedAt(), moves);
                case Target.Unread _ ->
                    tags.put(
                            name,
                            row == null
                                    ? TagRow.first(name, null, look.endedAt())
                                    : row.gone() == null ? row.seen() : row.back());
            }
        });
        return arrived;
    }

    private boolean deletedDuring(Look look, long manifest) {
        ManifestRow row = manifests.get(manifest);
        return row != null && row.deletedDuring(look);
    }

    private static TagRow pointing(
            @Nullable TagRow row, String name, long manifest, Instant at, Set<Long> arrived, List<Move> moves) {
        if (row != null && row.pointsAt(manifest)) {
            return row.seen();
        }
        arrived.add(manifest);
        if (row == null) {
            return TagRow.first(name, manifest, at);
        }
        moves.add(new Move(name, row.gone() == null ? row.manifest() : null, manifest));
        return row.pointing(manifest, at);
    }

    private void takeGone(@Nullable TagRow row, boolean whole, Instant at, List<Move> moves) {
        if (row != null && row.gone() == null) {
            tags.put(row.name(), whole ? goneTag(row.seen(), at, moves) : row.seen());
        }
    }

    private static TagRow goneTag(TagRow row, Instant at, List<Move> moves) {
        if (row.manifest() != null) {
            moves.add(new Move(row.name(), row.manifest(), null));
        }
        return row.gone(at);
    }

    private void takeAbsentTags(Seen seen, Instant at, Instant before, List<Move> moves) {
        tags.replaceAll((name, row) -> {
            if (seen.tags().containsKey(name)) {
                return row;
            }
            TagRow unseen = row.unseen(before);
            return seen.whole() && row.gone() == null ? goneTag(unseen, at, moves) : unseen;
        });
    }

    private void takePresent(Seen seen, Look look) {
        for (long manifest : seen.manifests()) {
            ManifestRow row = manifests.get(manifest);
            if (row == null) {
                manifests.put(manifest, ManifestRow.first(manifest, look.endedAt()));
            } else if (!row.deletedDuring(look)) {
                manifests.put(manifest, row.seen(look.endedAt()));
            }
        }
    }

    private void takeManifests(Seen seen, Look look, Instant before) {
        takePresent(seen, look);
        manifests.replaceAll((manifest, row) -> {
            if (seen.manifests().contains(manifest)) {
                return row;
            }
            ManifestRow unseen = row.unseen(before);
            boolean absent =
                    seen.whole() && (seen.allManifests() || seen.missing().contains(manifest));
            return absent && row.gone() == null ? unseen.gone(look.endedAt()) : unseen;
        });
    }

    /// A tag that wasn't heard could point at anything: then nothing becomes untagged.
    private void noteUntagged(boolean whole, Instant at) {
        Set<Long> tagged = new HashSet<>();
        boolean unread = false;
        for (TagRow tag : tags.values()) {
            if (tag.gone() == null && tag.manifest() != null) {
                tagged.add(tag.manifest());
            }
            unread |= tag.gone() == null && tag.manifest() == null;
        }
        boolean allKnown = whole && !unread;
        manifests.replaceAll((manifest, row) -> {
            if (row.gone() != null) {
                return row;
            }
            if (tagged.contains(manifest)) {
                return row.tagged();
            }
            return allKnown ? row.untagged(at) : row;
        });
    }
}
