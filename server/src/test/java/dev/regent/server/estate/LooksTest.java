package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.RepositoryNow;
import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.engine.config.InForce;
import dev.regent.observe.Created;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.policy.PolicyFiles;
import dev.regent.store.TestDatabase;
import dev.regent.store.acts.PinStore;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.LookHealth;
import dev.regent.store.estate.LookHealths;
import dev.regent.store.estate.LookTimes.OfRepository;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was told between looks, in the plans that follow.
class LooksTest {

    private static final int IMAGES = 12;
    private static final String POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: all}
            scope: {repositories: ["**"]}
            rules: [remove: {olderThan: 30d}]
            allowEmpty: true
            """;

    private TestDatabase test;
    private RegistryDouble registry;
    private final List<Digest> images = new ArrayList<>();
    private EnvironmentStore environments;
    private Clocks clocks;
    private Looks looks;
    private Configuration configuration;

    @BeforeEach
    void open() throws Exception {
        test = TestDatabase.create();
        World world = new World();
        for (int image = 0; image < IMAGES; image++) {
            images.add(ImageBuilder.in(world, "team/app", "image " + image)
                    .created("2024-01-01T00:00:00Z")
                    .layer("layer " + image)
                    .push("1." + image));
        }
        registry = RegistryDouble.serving(world);
        configuration = ConfigurationFile.parse(Path.of("regent.yaml"), """
                registries:
                  - {name: main, url: "%s", environments: [host], environmentsComplete: true}
                environments:
                  - {name: host, url: "tcp://127.0.0.1:1"}
                timeout: 1s
                """.formatted(registry.url()));
        environments = new EnvironmentStore(test.database());
        clocks = new Clocks(test.database(), InstantSource.system(), System::nanoTime);
        InForce inForce = new InForce(configuration, PolicyFiles.parse("policy", POLICY));
        looks = new Looks(
                () -> inForce,
                new FarSides(Map.of(), InstantSource.system()),
                new EstateStore(test.database()),
                environments,
                new PinStore(test.database()),
                clocks);
        environments.configured(Map.of("host", "tcp://127.0.0.1:1"), clocks.now());
    }

    @AfterEach
    void close() {
        registry.close();
        test.close();
    }

    private Verdict verdict(Look look, Digest image) {
        return look.proposal().judged().stream()
                .flatMap(judged -> judged.judgements().stream())
                .filter(judgement -> judgement.digest().equals(image))
                .map(Judgement::verdict)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsWhatAnEnvironmentToldOfThoughItDiedRightAfter() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Set<Digest> told =
                Set.copyOf(random.ints(4, 0, IMAGES).mapToObj(images::get).toList());
        environments.remember(
                new EnvironmentObservation("host", "docker", Heard.YES, "", List.of(), 1),
                dev.regent.store.estate.Look.at("session", clocks.now()));
        for (Digest image : told) {
            environments.seen(
                    "host",
                    List.of(new Use(
                            "host", "container of " + image, Use.Kind.RUNNING, Optional.empty(), Set.of(image))),
                    clocks.now());
        }

        Look look = looks.look(
                configuration.registry("main").orElseThrow(), Optional.empty(), Origin.USUAL, Progress.SILENT);

        for (Digest image : images) {
            if (told.contains(image)) {
                assertThat(verdict(look, image))
                        .isInstanceOfSatisfying(
                                Verdict.Keep.class,
                                keep -> assertThat(keep.rule()).isEqualTo("in-use"));
            } else {
                assertThat(verdict(look, image)).isInstanceOf(Verdict.Undecided.class);
            }
        }
        assertThat(look.plan().steps()).isEmpty();
    }

    @Test
    void keepsHowFastTheRegistryAnswered() throws Exception {
        int asked = registry.requests();
        looks.look(configuration.registry("main").orElseThrow(), Optional.empty(), Origin.USUAL, Progress.SILENT);
        LookHealths healths = new LookHealths(test.database());
        LookHealth health = healths.since(clocks.now()).get("main");

        assertThat(health.median().orElseThrow()).isPositive();
        assertThat(health.p95().orElseThrow())
                .isGreaterThanOrEqualTo(health.median().orElseThrow());
        assertThat(healths.repositories("main")).containsOnlyKeys("team/app");
        OfRepository app = healths.repositories("main").get("team/app");
        assertThat(app.requests()).isPositive().isLessThan(registry.requests() - asked);
        assertThat(app.slowest()).isPositive();
    }

    @Test
    void asksForEachTagButNoConfigAgainBeforeItDeletes() throws Exception {
        looks.look(configuration.registry("main").orElseThrow(), Optional.empty(), Origin.USUAL, Progress.SILENT);
        int manifests = registry.calls(CallKind.MANIFEST).size();
        int blobs = registry.calls(CallKind.BLOB).size();

        Look again = looks.look(
                configuration.registry("main").orElseThrow(),
                Optional.of(Set.of("team/app")),
                Origin.USUAL,
                Progress.SILENT);

        assertThat(blobs).isEqualTo(IMAGES);
        assertThat(registry.calls(CallKind.BLOB)).hasSize(blobs);
        assertThat(registry.calls(CallKind.MANIFEST)).hasSize(manifests + IMAGES);
        assertThat(again.proposal()
                        .inventories()
                        .getFirst()
                        .repositories()
                        .getFirst()
                        .content(0)
                        .created())
                .isEqualTo(new Created.At(Instant.parse("2024-01-01T00:00:00Z")));
    }

    @Test
    void looksAgainInTheMiddleOfAnExecutionOnceAUseBegan() throws Exception {
        environments.remember(
                new EnvironmentObservation("host", "docker", Heard.YES, "", List.of(), 1),
                dev.regent.store.estate.Look.at("session", clocks.now()));
        List<String> timed = new ArrayList<>();
        LastEvidence evidence = new LastEvidence(
                looks,
                () -> configuration.registry("main").orElseThrow(),
                Origin.USUAL,
                System::nanoTime,
                (repository, _, _) -> timed.add(repository));
        RepositoryNow before = evidence.of("team/app", Duration.ofMinutes(5));
        int asked = registry.requests();

        assertThat(evidence.of("team/app", Duration.ofMinutes(5))).isSameAs(before);
        assertThat(registry.requests()).isEqualTo(asked);
        environments.seen(
                "host",
                List.of(new Use(
                        "host",
                        "container of the first",
                        Use.Kind.RUNNING,
                        Optional.empty(),
                        Set.of(images.getFirst()))),
                clocks.now());

        assertThat(evidence.of("team/app", Duration.ofMinutes(5))).isNotSameAs(before);
        assertThat(registry.requests()).isGreaterThan(asked);
        assertThat(timed).containsExactly("team/app", "team/app");
    }
}
