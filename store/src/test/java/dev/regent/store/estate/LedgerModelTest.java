package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sequences of looks against a model that keeps everything naively: every look as it was.
final class LedgerModelTest extends KeptEstate {

    private static final int MANIFESTS = 6;
    private static final int TAGS = 4;
    private static final int LOOKS = 25;

    /// One look at the repository `app`, or one deletion.
    ///
    /// @param tags number by tag; -1 for one that was not read, -2 for one that answered 404
    private record Event(
            int minute,
            int deleted,
            boolean heard,
            boolean whole,
            boolean storage,
            Map<String, Integer> tags,
            Set<Integer> manifests) {}

    private record Kept(
            Instant first, Instant arrived, Optional<Instant> untagged, Optional<Instant> gone, boolean back) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keepsWhatTheModelKeeps(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        for (int i = 1; i <= LOOKS; i++) {
            Event event = event(random, 10 * i, model);
            carryOut(event);
            model.take(event);
            assertThat(kept()).as("seed %d, after %s", seed, event).isEqualTo(model.manifests);
            assertThat(tags()).as("seed %d, after %s", seed, event).isEqualTo(model.tags);
        }
    }

    private static Event event(Random random, int minute, Model model) {
        if (random.nextInt(8) == 0 && !model.manifests.isEmpty()) {
            int victim = random.nextInt(MANIFESTS);
            if (model.manifests.containsKey(victim)) {
                return new Event(minute, victim, false, false, false, Map.of(), Set.of());
            }
        }
        boolean heard = random.nextInt(8) != 0;
        boolean whole = random.nextInt(4) != 0;
        Map<String, Integer> tags = new TreeMap<>();
        Set<Integer> manifests = new HashSet<>();
        for (int tag = 0; tag < TAGS; tag++) {
            if (random.nextInt(4) != 0) {
                int target = random.nextInt(10) == 0 ? -2 : random.nextInt(MANIFESTS);
                tags.put("t" + tag, !whole && random.nextInt(3) == 0 ? -1 : target);
            }
        }
        tags.values().stream().filter(target -> target >= 0).forEach(manifests::add);
        for (int manifest = 0; manifest < MANIFESTS; manifest++) {
            if (random.nextInt(3) == 0) {
                manifests.add(manifest);
            }
        }
        return new Event(minute, -1, heard, whole, random.nextBoolean(), tags, manifests);
    }

    private void carryOut(Event event) {
        if (event.deleted() >= 0) {
            database.useTransaction((Handle in) -> EstateStore.deleted(in, "main", "app", digest(event.deleted()), minute(event.minute())));
            return;
        }
        if (!event.heard()) {
            estate.record(at(event.minute()), SeenRegistry.unheard());
            return;
        }
        SeenRegistry registry = SeenRegistry.main();
        SeenRegistry.SeenRepository app = registry.repository("app");
        event.tags().forEach((tag, target) -> {
            switch (target) {
                case -1 -> app.unread(tag);
                case -2 -> app.lost(tag);
                default -> app.tag(tag, target);
            }
        });
        event.manifests().forEach(app::untagged);
        if (!event.whole()) {
            app.gap("list of tags");
        }
        estate.record(at(event.minute()), (event.storage() ? registry.storage() : registry).observed());
    }

    private Map<Integer, Kept> kept() {
        Map<Integer, Kept> kept = new HashMap<>();
        for (int manifest = 0; manifest < MANIFESTS; manifest++) {
            int number = manifest;
            pages.history("main", "app", digest(manifest))
                    .ifPresent(row -> kept.put(
                            number,
                            new Kept(
                                    row.firstSeen(),
                                    row.newSince(),
                                    row.untaggedSince(),
                                    row.gone(),
                                    row.reappeared().isPresent())));
        }
        return kept;
    }

    /// By tag that is there the manifest's number; -1 if it was never read.
    private Map<String, Integer> tags() {
        Map<String, Integer> tags = new HashMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("""
                                select name, coalesce(right(digest, 9)::int, -1) as number
                                from tags left join manifests on manifests.id = tags.manifest where gone_at is null
                                """)
                        .map((row, _) -> Map.entry(row.getString("name"), row.getInt("number")))
                        .forEach(tag -> tags.put(tag.getKey(), tag.getValue())));
        return tags;
    }

    /// Says of each manifest and tag what is known, straight from the rules.
    private static final class Model {

        final Map<Integer, Kept> manifests = new HashMap<>();
        final Map<String, Integer> tags = new HashMap<>();
        private final Set<Integer> deleted = new HashSet<>();

        void take(Event event) {
            Instant at = minute(event.minute());
            if (event.deleted() >= 0) {
                Kept row = manifests.get(event.deleted());
                manifests.put(
                        event.deleted(),
                        new Kept(row.first(), row.arrived(), Optional.empty(), Optional.of(at), row.back()));
                tags.values().removeIf(target -> target == event.deleted());
                deleted.add(event.deleted());
            } else if (event.heard()) {
                Set<Integer> newlyTagged = takeTags(event);
                for (int manifest = 0; manifest < MANIFESTS; manifest++) {
                    takeManifest(event, manifest, at, newlyTagged.contains(manifest));
                }
            }
        }

        private Set<Integer> takeTags(Event event) {
            Set<Integer> newly = new HashSet<>();
            event.tags().forEach((tag, target) -> {
                if (target >= 0) {
                    if (!target.equals(tags.put(tag, target))) {
                        newly.add(target);
                    }
                } else if (target == -1) {
                    tags.putIfAbsent(tag, -1);
                } else if (event.whole()) {
                    tags.remove(tag);
                }
            });
            if (event.whole()) {
                tags.keySet().retainAll(event.tags().keySet());
            }
            return newly;
        }

        private void takeManifest(Event event, int manifest, Instant at, boolean newlyTagged) {
            Kept row = manifests.get(manifest);
            boolean seen = event.manifests().contains(manifest);
            if (row == null && !seen) {
                return;
            }
            Kept before = row == null ? new Kept(at, at, Optional.empty(), Optional.empty(), false) : row;
            boolean returned = seen && before.gone().isPresent();
            boolean gone = !seen && (before.gone().isPresent() || (event.whole() && event.storage()));
            boolean tagged = tags.containsValue(manifest);
            boolean known = event.whole() && !tags.containsValue(-1);
            Optional<Instant> untagged = gone || tagged
                    ? Optional.empty()
                    : before.untagged().or(() -> known ? Optional.of(at) : Optional.empty());
            Optional<Instant> goneAt = gone ? before.gone().or(() -> Optional.of(at)) : Optional.empty();
            manifests.put(
                    manifest,
                    new Kept(
                            before.first(),
                            newlyTagged || returned ? at : before.arrived(),
                            untagged,
                            goneAt,
                            before.back() || (returned && deleted.contains(manifest))));
        }
    }
}
