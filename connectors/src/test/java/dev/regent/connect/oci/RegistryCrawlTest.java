package dev.regent.connect.oci;

import static dev.regent.connect.oci.Reader.gap;
import static dev.regent.connect.oci.Reader.heard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Paging;
import dev.regent.testkit.registry.Referrers;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a well-meant registry holds is seen as it is, at the price that is told.
final class RegistryCrawlTest {

    private final Shop shop = Shop.open();
    private final World world = shop.world();

    private static Fault answering(String body) {
        return Fault.body(_ -> body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsEveryRequestAndSendsNoMoreAtOnceThanAllowed() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            ImageBuilder.in(world, "team/app-" + i % 3, "app " + i)
                    .created("2024-01-01T00:00:00Z")
                    .push("tag-" + i);
        }
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation = Reader.of(registry).atOnce(4).lookAtAges();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.contents()).hasSize(62);
            assertThat(observation.requests()).isEqualTo(registry.requests());
            assertThat(registry.mostAtOnce()).isLessThanOrEqualTo(4);
            assertThat(registry.unexpected()).isEmpty();
        }
    }

    @Test
    void readsTheAgeOfWhatIsJudgedByIt() throws InterruptedException {
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation = Reader.of(registry).lookAtAges();

            assertThat(observation.contents().values())
                    .extracting(content -> Map.entry(content.digest(), content.created()))
                    .containsExactlyInAnyOrder(
                            Map.entry(shop.app(), new Created.At(Instant.parse("2024-01-01T00:00:00Z"))),
                            Map.entry(shop.web(), new Created.At(Instant.parse("2024-02-02T00:00:00Z"))));
        }
    }

    @Test
    void asksForNoConfigWhereNobodyAsksForAges() throws InterruptedException {
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            Reader.of(registry).look();

            assertThat(registry.requests(CallKind.BLOB)).isZero();
        }
    }

    @Test
    void takesATagThatIsListedAndAnswers404ForGoneWithoutAGap() throws InterruptedException {
        world.tag("team/app", "ghost", Digest.sha256(new byte[] {1}));
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories())
                    .containsExactly(new RepositoryObservation(
                            "team/app",
                            new TreeMap<>(
                                    Map.of("1.0", new TagTarget.Points(shop.app()), "ghost", new TagTarget.Gone())),
                            Set.of(shop.app()),
                            Set.of(),
                            List.of()));
        }
    }

    @Test
    void takesAChildThatAnswers404ForMissingWithoutAGap() throws InterruptedException {
        Digest index = IndexBuilder.in(world, "team/app")
                .child(shop.app())
                .absent("arm64")
                .push("multi");
        Digest absent = Digest.sha256("absent arm64".getBytes(StandardCharsets.UTF_8));
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories())
                    .containsExactly(new RepositoryObservation(
                            "team/app",
                            new TreeMap<>(Map.of(
                                    "1.0", new TagTarget.Points(shop.app()), "multi", new TagTarget.Points(index))),
                            Set.of(shop.app(), index),
                            Set.of(absent),
                            List.of()));
        }
    }

    @Test
    void takesAChildThatIsRefusedForAGap() throws InterruptedException {
        Digest child = ImageBuilder.in(world, "team/app", "child").push();
        IndexBuilder.in(world, "team/app").child(child).push("multi");
        Behaviour refusing = Behaviour.good()
                .fault(Fault.status(403).onReference(child.value()).on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(world, refusing)) {
            RepositoryObservation app =
                    Reader.repository(Reader.of(registry).only("team/app").look(), "team/app");

            assertThat(app.gaps())
                    .containsExactly(gap(
                            "manifest " + child.brief(),
                            "answered 403 DENIED; the credentials lack the right to pull here"));
            assertThat(app.missing()).isEmpty();
            assertThat(app.manifests()).doesNotContain(child);
        }
    }

    @Test
    void followsIndexesDownToSixteenLevelsAndNoFurther() throws InterruptedException {
        List<Digest> nest = new ArrayList<>(List.of(shop.app()));
        for (int i = 0; i < 20; i++) {
            nest.add(IndexBuilder.in(world, "team/app").child(nest.getLast()).push());
        }
        world.tag("team/app", "deep", nest.getLast());
        world.repository("team/app").tags().remove("1.0");
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            // The tagged one and sixteen levels below it; the judge sees that the last has children still.
            assertThat(Reader.repository(observation, "team/app").manifests())
                    .isEqualTo(new HashSet<>(nest.reversed().subList(0, 17)));
            assertThat(observation.heard()).isEqualTo(Heard.YES);
        }
    }

    @Test
    void findsReferrersOverAllPages() throws InterruptedException {
        Digest[] referrers = new Digest[5];
        for (int i = 0; i < referrers.length; i++) {
            referrers[i] = ImageBuilder.in(world, "team/app", "sbom " + i)
                    .artifact("application/spdx+json")
                    .subject(shop.app())
                    .push();
        }
        Behaviour paged = Behaviour.good().paging(CallKind.REFERRERS, Paging.pagesOf(2));
        try (RegistryDouble registry = RegistryDouble.serving(world, paged)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(observation.repositories())
                    .containsExactly(heard("team/app", Map.of("1.0", shop.app()), referrers));
        }
    }

    @Test
    void leavesReferrersUnheardWhoseSecondPageFails() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            ImageBuilder.in(world, "team/app", "sbom " + i).subject(shop.app()).push();
        }
        Behaviour failing = Behaviour.good()
                .paging(CallKind.REFERRERS, Paging.pagesOf(1))
                .fault(Fault.status(500).on(CallKind.REFERRERS).onLaterPages());
        try (RegistryDouble registry = RegistryDouble.serving(world, failing)) {
            RegistryObservation observation = Reader.of(registry)
                    .waiting(Duration.ofMillis(600))
                    .only("team/app")
                    .look();

            assertThat(Reader.repository(observation, "team/app").gaps())
                    .containsExactly(gap("referrers of " + shop.app().brief(), "answered 500 UNKNOWN"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 501})
    void asksARegistryWithoutReferrersOnce(int status) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            ImageBuilder.in(world, "team/app", "more " + i).push("tag-" + i);
        }
        Behaviour without = Behaviour.good().fault(Fault.status(status).on(CallKind.REFERRERS));
        try (RegistryDouble registry = RegistryDouble.serving(world, without)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(registry.requests(CallKind.REFERRERS)).isEqualTo(1);
        }
    }

    @Test
    void stopsAtReferrersOfReferrersWithoutEnd() throws InterruptedException {
        Digest last = shop.app();
        for (int i = 0; i < 100; i++) {
            last = ImageBuilder.in(world, "team/app", "link " + i).subject(last).push();
        }
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RepositoryObservation app =
                    Reader.repository(Reader.of(registry).only("team/app").look(), "team/app");

            assertThat(app.gaps()).containsExactly(gap("referrers", "they are chained over more than 64 manifests"));
            assertThat(app.manifests()).hasSize(65);
        }
    }

    @Test
    void readsFallbackTagsWhereThereIsNoListOfReferrers() throws InterruptedException {
        Digest sbom =
                ImageBuilder.in(world, "team/app", "sbom").subject(shop.app()).push();
        String tag = "sha256-" + shop.app().hex();
        Digest list = IndexBuilder.in(world, "team/app").child(sbom).push(tag);
        try (RegistryDouble registry =
                RegistryDouble.serving(world, Behaviour.good().referrers(Referrers.ABSENT))) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(observation.repositories())
                    .containsExactly(heard("team/app", Map.of("1.0", shop.app(), tag, list), sbom));
        }
    }

    @Test
    void tellsARegistryWhoseClockIsSixMinutesAhead() throws InterruptedException {
        try (RegistryDouble registry =
                RegistryDouble.serving(world, Behaviour.good().clockOff(Duration.ofMinutes(6)))) {
            Duration off = Reader.of(registry).look().clockOff();

            assertThat(off.abs()).isCloseTo(Duration.ofMinutes(6), Duration.ofSeconds(3));
        }
    }

    @Test
    void takesNoDateForAClockThatAgrees() throws InterruptedException {
        try (RegistryDouble registry =
                RegistryDouble.serving(world, Behaviour.good().fault(Fault.header("Date", "yesterday")))) {
            assertThat(Reader.of(registry).look().clockOff()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void reportsNamesInACatalogThatAreNone() throws InterruptedException {
        Behaviour odd = Behaviour.good()
                .fault(answering("{\"repositories\":[\"team/app\",\"Bad Name\",\"../etc\",\"team/web\"]}")
                        .on(CallKind.CATALOG));
        try (RegistryDouble registry = RegistryDouble.serving(world, odd)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
            assertThat(observation.detail())
                    .isEqualTo("the catalog lists \"../etc\", which is no repository name; the catalog lists \"Bad"
                            + " Name\", which is no repository name");
            assertThat(registry.unexpected()).isEmpty();
        }
    }

    @Test
    void reportsATagThatIsNone() throws InterruptedException {
        Behaviour odd = Behaviour.good()
                .fault(answering("{\"name\":\"team/app\",\"tags\":[\"1.0\",\"../../_catalog\"]}")
                        .on(CallKind.TAGS));
        try (RegistryDouble registry = RegistryDouble.serving(world, odd)) {
            RepositoryObservation app =
                    Reader.repository(Reader.of(registry).only("team/app").look(), "team/app");

            assertThat(app)
                    .isEqualTo(new RepositoryObservation(
                            "team/app",
                            new TreeMap<>(Map.of(
                                    "1.0", new TagTarget.Points(shop.app()), "../../_catalog", new TagTarget.Unread())),
                            Set.of(shop.app()),
                            Set.of(),
                            List.of(new Gap(
                                    Gap.Kind.STRUCTURE, "tag \"../../_catalog\"", "no registry may have such a tag"))));
            assertThat(registry.unexpected()).isEmpty();
        }
    }

    @Test
    void takesNoNameThatIsLongerThanNamesMayBe() throws InterruptedException {
        Behaviour odd = Behaviour.good()
                .fault(answering("{\"tags\":[\"" + "a".repeat(100_000) + "\"]}").on(CallKind.TAGS));
        try (RegistryDouble registry = RegistryDouble.serving(world, odd)) {
            assertThat(Reader.repository(Reader.of(registry).only("team/app").look(), "team/app")
                            .gaps())
                    .containsExactly(gap("list of tags", "the list has a name of more than 1000 characters"));
        }
    }

    @Test
    void takesTagsThatAreNullForNone() throws InterruptedException {
        world.repository("team/empty");
        try (RegistryDouble registry = RegistryDouble.serving(world)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/empty").look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories()).containsExactly(heard("team/empty", Map.of()));
        }
    }

    @Test
    void measuresTheClockFromTheFirstAnswer() throws InterruptedException {
        Instant then = Instant.now().minus(1, ChronoUnit.DAYS);
        try (RegistryDouble registry =
                RegistryDouble.serving(world, Behaviour.good().clockOff(Duration.between(Instant.now(), then)))) {
            assertThat(Reader.of(registry).look().clockOff().toMinutes()).isCloseTo(24 * 60L, within(1L));
        }
    }
}
