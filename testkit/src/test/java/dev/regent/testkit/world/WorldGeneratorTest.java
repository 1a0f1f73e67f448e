package dev.regent.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ReferrerTag;
import dev.regent.testkit.world.StoredManifest.Kind;
import dev.regent.testkit.world.StoredManifest.Part;
import dev.regent.testkit.world.WorldGenerator.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WorldGeneratorTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Size SIZE = new Size(6, 25, 0.05);
    private static final int WORLDS = 60;

    /// A manifest where it stands.
    private record Place(World world, World.Repository repository, Digest digest, StoredManifest manifest) {
        List<String> ordinaryTags() {
            return tags().stream().filter(ReferrerTag::isOrdinary).toList();
        }

        List<String> referrerTags() {
            return tags().stream().filter(tag -> !ReferrerTag.isOrdinary(tag)).toList();
        }

        List<String> tags() {
            return repository.tags().entrySet().stream()
                    .filter(tag -> tag.getValue().equals(digest))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        boolean has(Digest other) {
            return repository.manifests().contains(other);
        }

        Place at(Digest other) {
            return new Place(
                    world, repository, other, StoredManifest.read(world.blobs().get(other)));
        }

        List<Place> children() {
            return manifest.children().stream()
                    .map(Part::digest)
                    .filter(this::has)
                    .map(this::at)
                    .toList();
        }

        Optional<Place> subject() {
            return manifest.subject().filter(this::has).map(this::at);
        }

        /// What the tags name.
        List<Digest> named() {
            return referrerTags().stream()
                    .flatMap(tag -> ReferrerTag.parse(tag).stream())
                    .map(ReferrerTag::subject)
                    .toList();
        }

        boolean builtLike(String text) {
            return config().filter(config -> config.matches(".*\"created\":\"(" + text + ")\".*"))
                    .isPresent();
        }

        Optional<String> config() {
            return manifest.config()
                    .map(config -> world.blobs().get(config.digest()))
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private final Map<String, Predicate<Place>> kinds = new TreeMap<>(Map.ofEntries(
            Map.entry("tagged child", p -> tagged(p) && p.children().stream().anyMatch(c -> tagged(c))),
            Map.entry(
                    "nested index",
                    p -> p.children().stream().anyMatch(c -> !c.children().isEmpty())),
            Map.entry(
                    "sparse index",
                    p -> p.children().size() < p.manifest().children().size()),
            Map.entry(
                    "referrer of a referrer by tag",
                    p -> p.named().stream()
                            .anyMatch(s -> p.has(s) && !p.at(s).referrerTags().isEmpty())),
            Map.entry(
                    "referrer of a referrer by subject",
                    p -> p.subject().flatMap(Place::subject).isPresent()),
            Map.entry(
                    "tagged image with a subject",
                    p -> tagged(p) && p.manifest().subject().isPresent()),
            Map.entry(
                    "lookalike beside an ordinary tag",
                    p -> tagged(p) && !p.referrerTags().isEmpty()),
            Map.entry("referrer tag of nothing", p -> !p.named().stream().allMatch(p::has)),
            Map.entry("two referrer tags", p -> new TreeSet<>(p.named()).size() > 1),
            Map.entry(
                    "disagreeing fallback entry",
                    p -> p.referrerTags().stream().anyMatch(t -> t.length() == 71)
                            && p.children().stream()
                                    .anyMatch(c -> c.manifest()
                                            .subject()
                                            .filter(p.named()::contains)
                                            .isEmpty())),
            Map.entry("epoch", p -> p.builtLike("1970-.*")),
            Map.entry("future", p -> p.builtLike("2026-0[6-9].*")),
            Map.entry("unparsable", p -> p.builtLike("yesterday|2025-01-01|")),
            Map.entry(
                    "no created",
                    p -> p.config().filter(c -> !c.contains("created")).isPresent() && tagged(p)),
            Map.entry(
                    "lost config",
                    p -> p.manifest().config().isPresent() && p.config().isEmpty()),
            Map.entry("annotation beside created", p -> p.manifest().created().isPresent() && p.builtLike(".*")),
            Map.entry("annotation alone", p -> p.manifest().created().isPresent() && !p.builtLike(".*")),
            Map.entry("schema 1", p -> p.manifest().kind() == Kind.SCHEMA1),
            Map.entry("unknown", p -> p.manifest().kind() == Kind.UNKNOWN),
            Map.entry(
                    "chart",
                    p -> p.manifest()
                            .artifact()
                            .filter(ImageBuilder.CHART_CONFIG::equals)
                            .isPresent()),
            Map.entry(
                    "model",
                    p -> p.manifest()
                            .artifact()
                            .filter(t -> t.contains("model"))
                            .isPresent()),
            Map.entry("emptied repository", p -> p.repository().tags().isEmpty()),
            Map.entry(
                    "untagged leftover",
                    p -> p.tags().isEmpty()
                            && p.manifest().isImage()
                            && p.manifest().kind() == Kind.INDEX),
            Map.entry(
                    "in several repositories",
                    p -> p.world().repositories().values().stream()
                            .anyMatch(other ->
                                    other != p.repository() && other.manifests().contains(p.digest()))),
            Map.entry(
                    "lost manifest of a tag",
                    p -> !p.repository()
                            .manifests()
                            .containsAll(p.repository().tags().values()))));

    @Test
    void makesTheSameWorldFromTheSameSeed() {
        assertThat(WorldGenerator.generate(5, SIZE, NOW).blobs().keySet())
                .isEqualTo(WorldGenerator.generate(5, SIZE, NOW).blobs().keySet())
                .isNotEqualTo(WorldGenerator.generate(6, SIZE, NOW).blobs().keySet());
    }

    @Test
    void makesEveryOddityOften() {
        Map<String, Integer> found = new TreeMap<>();
        kinds.keySet().forEach(kind -> found.put(kind, 0));
        for (long seed = 0; seed < WORLDS; seed++) {
            List<Place> places = places(WorldGenerator.generate(seed, SIZE, NOW));
            kinds.forEach((kind, test) -> {
                if (places.stream().anyMatch(test)) {
                    found.merge(kind, 1, Integer::sum);
                }
            });
        }

        assertThat(found)
                .allSatisfy((kind, worlds) -> assertThat(worlds).as(kind).isGreaterThan(WORLDS / 10));
        assertThat(found.values().stream().filter(worlds -> worlds > WORLDS / 2))
                .as("oddities in most worlds, of %s", found)
                .hasSizeGreaterThan(20);
    }

    @Test
    void makesUsesOfEveryKind() {
        World world = WorldGenerator.generate(3, SIZE, NOW);
        var uses = new UseGenerator(new SplittableRandom(3), world, "here:5000").uses(200);
        assertThat(uses.stream().map(Use::kind).distinct()).containsExactlyInAnyOrder(Use.Kind.values());
        assertThat(uses.stream().map(Use::container).distinct()).contains("", "web");
        Set<Digest> digests = new TreeSet<>();
        uses.forEach(use -> digests.addAll(use.digests()));

        assertThat(uses)
                .anyMatch(use -> use.reference()
                        .filter(r -> r.host().equals("here:5000"))
                        .isPresent());
        assertThat(uses)
                .anyMatch(use -> use.reference()
                        .filter(r -> r.host().equals("elsewhere.example:5000"))
                        .isPresent());
        assertThat(places(world)).anyMatch(place -> digests.contains(place.digest()));
        assertThat(places(world))
                .anyMatch(place -> place.manifest()
                        .config()
                        .filter(c -> digests.contains(c.digest()))
                        .isPresent());
    }

    private static boolean tagged(Place place) {
        return !place.ordinaryTags().isEmpty();
    }

    private static List<Place> places(World world) {
        List<Place> places = new ArrayList<>();
        for (World.Repository repository : world.repositories().values()) {
            for (Digest digest : repository.manifests()) {
                places.add(new Place(
                        world,
                        repository,
                        digest,
                        StoredManifest.read(world.blobs().get(digest))));
            }
        }
        return places;
    }
}
