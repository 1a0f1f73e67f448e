package dev.regent.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What every way of reading a registry promises: the same world is observed the same, as far as
/// each can see.
public abstract class RegistrySourceContract {

    private static final BuildTimes ALL = (repository, artifactType) -> true;

    private final World world = new World();

    /// A source over a registry that holds `world`; what it opens is closed by the test.
    protected abstract RegistrySource over(World world) throws IOException, InterruptedException;

    /// Whether manifests are seen to which neither a tag nor an index leads.
    protected abstract boolean seesUntagged();

    private RegistryObservation look() throws IOException, InterruptedException {
        return over(world).observe(ALL, Progress.SILENT);
    }

    private static RepositoryObservation repository(
            String name, Map<String, Digest> tags, Set<Digest> manifests, Digest... missing) {
        TreeMap<String, TagTarget> targets = new TreeMap<>();
        tags.forEach((tag, digest) -> targets.put(tag, new TagTarget.Points(digest)));
        return new RepositoryObservation(name, targets, manifests, Set.of(missing), List.of());
    }

    private void assertAllHeard(RegistryObservation observation, RepositoryObservation... repositories) {
        assertThat(observation.repositories()).containsExactlyInAnyOrder(repositories);
        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.clockOff().abs()).isLessThan(Duration.ofSeconds(5));
        Set<Digest> all = new HashSet<>();
        for (RepositoryObservation repository : repositories) {
            all.addAll(repository.manifests());
        }
        assertThat(observation.contents().keySet()).isEqualTo(all);
    }

    @Test
    void pointsEachTagAtItsManifest() throws IOException, InterruptedException {
        Digest one = ImageBuilder.in(world, "team/app", "one").layer("base").push("1.0", "latest");
        Digest two =
                ImageBuilder.in(world, "team/app", "two").docker().layer("base").push("2.0");
        Digest other = ImageBuilder.in(world, "team/app/tools", "other").push("1.0");

        assertAllHeard(
                look(),
                repository("team/app", Map.of("1.0", one, "latest", one, "2.0", two), Set.of(one, two)),
                repository("team/app/tools", Map.of("1.0", other), Set.of(other)));
    }

    @Test
    void followsIndexesAndTellsTheChildrenThatAreMissing() throws IOException, InterruptedException {
        Digest amd64 = ImageBuilder.in(world, "team/app", "amd64").push();
        Digest inner = IndexBuilder.in(world, "team/app").docker().child(amd64).push();
        Digest outer =
                IndexBuilder.in(world, "team/app").child(inner).absent("arm64").push("1.0");
        Digest absent = Digest.sha256("absent arm64".getBytes(StandardCharsets.UTF_8));

        assertAllHeard(look(), repository("team/app", Map.of("1.0", outer), Set.of(outer, inner, amd64), absent));
    }

    @Test
    void findsReferrersUnderTheirTags() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "team/app", "app").push("1.0");
        Digest signature = ImageBuilder.in(world, "team/app", "signature").push(ReferrerTags.signature(app));
        Digest sbom = ImageBuilder.in(world, "team/app", "sbom")
                .artifact("application/spdx+json")
                .subject(app)
                .push();
        Digest list = IndexBuilder.in(world, "team/app").child(sbom).push(ReferrerTags.fallback(app));

        assertAllHeard(
                look(),
                repository(
                        "team/app",
                        Map.of("1.0", app, ReferrerTags.signature(app), signature, ReferrerTags.fallback(app), list),
                        Set.of(app, signature, list, sbom)));
    }

    @Test
    void seesTheSameContentInEachRepositoryThatHasIt() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "team/app", "app")
                .created("2024-01-01T00:00:00Z")
                .push("1.0");
        OddManifests.copy(world, app, "team/prod", "stable");

        RegistryObservation observation = look();

        assertAllHeard(
                observation,
                repository("team/app", Map.of("1.0", app), Set.of(app)),
                repository("team/prod", Map.of("stable", app), Set.of(app)));
        assertThat(observation.contents()).hasSize(1);
    }

    @Test
    void seesManifestsWithoutATagWhereItCan() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "team/app", "app").push("1.0");
        Digest untagged = ImageBuilder.in(world, "team/app", "untagged").push();

        assertAllHeard(
                look(),
                repository("team/app", Map.of("1.0", app), seesUntagged() ? Set.of(app, untagged) : Set.of(app)));
    }

    @Test
    void takesATagThatLeadsNowhereForGone() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "team/app", "app").push("1.0");
        world.tag("team/app", "ghost", Digest.sha256(new byte[] {1}));

        RegistryObservation observation = look();

        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.repositories())
                .containsExactly(new RepositoryObservation(
                        "team/app",
                        new TreeMap<>(Map.of("1.0", new TagTarget.Points(app), "ghost", new TagTarget.Gone())),
                        Set.of(app),
                        Set.of(),
                        List.of()));
    }

    @Test
    void readsBuildTimesAsTheConfigsSayThem() throws IOException, InterruptedException {
        Digest at = ImageBuilder.in(world, "a", "at")
                .created("2024-01-01T02:00:00.5+02:00")
                .push("at");
        Digest none = ImageBuilder.in(world, "a", "none").push("none");
        Digest odd = ImageBuilder.in(world, "a", "odd").created("yesterday").push("odd");
        Digest lost = ImageBuilder.in(world, "a", "lost").withoutConfigBytes().push("lost");
        Digest index = IndexBuilder.in(world, "a").child(at).push("index");

        RegistryObservation observation = look();

        assertThat(observation.contents().values())
                .extracting(content -> Map.entry(content.digest(), content.created()))
                .containsExactlyInAnyOrder(
                        Map.entry(at, new Created.At(Instant.parse("2024-01-01T00:00:00.5Z"))),
                        Map.entry(none, new Created.Absent()),
                        Map.entry(odd, new Created.Unusable()),
                        Map.entry(lost, new Created.Unusable()),
                        Map.entry(index, new Created.Absent()));
        assertThat(observation.heard()).isEqualTo(Heard.YES);
    }

    @Test
    void understandsManifestsByTheirBytes() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "a", "app")
                .layer("base")
                .annotated("2024-01-01T00:00:00Z")
                .push("app");
        Digest chart = ImageBuilder.in(world, "a", "chart").chart().push("chart");
        Digest list = IndexBuilder.in(world, "a")
                .child(app)
                .child(chart)
                .artifactType("x/y")
                .push("list");

        Map<Digest, ManifestContent> contents = look().contents();

        assertThat(contents.values())
                .extracting(content -> Map.entry(content.digest(), content.size()))
                .containsExactlyInAnyOrder(
                        Map.entry(app, size(app)), Map.entry(chart, size(chart)), Map.entry(list, size(list)));
        assertThat(contents.values())
                .extracting(content -> content.manifest().artifactType().orElse("an image"))
                .containsExactlyInAnyOrder("an image", ImageBuilder.CHART_CONFIG, "x/y");
    }

    private long size(Digest digest) {
        byte[] bytes = world.blobs().get(digest);
        return bytes == null ? -1 : bytes.length;
    }

    @Test
    void hearsPartlyWhatHoldsAManifestOfUnknownMediaType() throws IOException, InterruptedException {
        Digest app = ImageBuilder.in(world, "team/app", "app").push("1.0");
        OddManifests.unknown(world, "team/app", "odd", "odd");

        RegistryObservation observation = look();

        assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
        assertThat(observation.repositories()).singleElement().satisfies(repository -> {
            assertThat(repository.tags().get("1.0")).isEqualTo(new TagTarget.Points(app));
            assertThat(repository.tags().keySet()).containsExactly("1.0", "odd");
        });
    }

    @Test
    void observesMadeUpWorldsAsTheyAre() throws IOException, InterruptedException {
        World made =
                WorldGenerator.generate(7, new WorldGenerator.Size(4, 12, 0), Instant.parse("2025-01-01T00:00:00Z"));

        RegistryObservation observation = over(made).observe(BuildTimes.NONE, Progress.SILENT);

        assertThat(observation.repositories())
                .extracting(RepositoryObservation::name)
                .containsExactlyInAnyOrderElementsOf(made.repositories().keySet());
        for (RepositoryObservation repository : observation.repositories()) {
            World.Repository truth = made.repository(repository.name());
            TreeMap<String, TagTarget> tags = new TreeMap<>();
            truth.tags()
                    .forEach((tag, digest) -> tags.put(
                            tag,
                            truth.manifests().contains(digest) ? new TagTarget.Points(digest) : new TagTarget.Gone()));
            assertThat(repository.tags()).isEqualTo(tags);
            assertThat(truth.manifests()).containsAll(repository.manifests());
            assertThat(repository.manifests().containsAll(truth.manifests()))
                    .isEqualTo(seesUntagged() || repository.manifests().equals(truth.manifests()));
            assertThat(repository.gaps()).isEmpty();
        }
    }
}
