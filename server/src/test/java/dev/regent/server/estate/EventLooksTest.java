package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.RepositoryNow;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.policy.PolicyFiles;
import dev.regent.store.TestDatabase;
import dev.regent.store.acts.PinStore;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstateStore;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a registry tells is a hint: it is asked, and no evidence becomes fresher by it.
class EventLooksTest {

    private TestDatabase test;
    private RegistryDouble registry;
    private RegistryConfig main;
    private EstateStore estate;
    private EstatePages pages;
    private Looks looks;
    private EventLooks events;
    private Clocks clocks;

    @BeforeEach
    void open() throws Exception {
        test = TestDatabase.create();
        World world = new World();
        for (int image = 0; image < 5; image++) {
            push(world, image, "1." + image);
        }
        registry = RegistryDouble.serving(world);
        InForce inForce = new InForce(
                ConfigurationFile.parse(Path.of("regent.yaml"), """
                        registries:
                          - {name: main, url: "%s", environments: {none: a test}, environmentsComplete: true,
                             repositories: ["team/**"]}
                        timeout: 1s
                        """.formatted(registry.url())),
                PolicyFiles.parse("policy", """
                        apiVersion: regent.dev/v1
                        kind: RetentionPolicy
                        metadata: {name: all}
                        scope: {repositories: ["**"]}
                        rules: [remove: {olderThan: 30d}]
                        """));
        main = inForce.configuration().registry("main").orElseThrow();
        clocks = new Clocks(test.database(), InstantSource.system(), System::nanoTime);
        estate = new EstateStore(test.database());
        pages = new EstatePages(test.database());
        FarSides farSides = new FarSides(Map.of(), InstantSource.system());
        looks = new Looks(
                () -> inForce,
                farSides,
                estate,
                new EnvironmentStore(test.database()),
                new PinStore(test.database()),
                clocks);
        events = new EventLooks(() -> inForce, farSides, estate, test.database(), clocks, System::nanoTime);
    }

    @AfterEach
    void close() {
        registry.close();
        assertThat(registry.unexpected()).isEmpty();
        test.close();
    }

    private static Digest push(World world, int image, String tag) {
        return ImageBuilder.in(world, "team/app", "image " + image)
                .created("2024-01-01T00:00:00Z")
                .push(tag);
    }

    private void tell(String... tags) {
        StringBuilder all = new StringBuilder("{\"events\": [");
        for (String tag : tags) {
            all.append(all.charAt(all.length() - 1) == '[' ? "" : ",")
                    .append("{\"action\": \"push\", \"target\": {\"repository\": \"team/app\", \"tag\": \"")
                    .append(tag)
                    .append("\"}}");
        }
        events.tell(main, all.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private long waiting() {
        return events.waiting("main").orElseThrow().changes();
    }

    private List<String> planned() {
        List<String> planned = new ArrayList<>();
        events.plan(planned::add, name -> planned.add("all of " + name));
        return planned;
    }

    private long tags() {
        return pages.repositories("main").getFirst().tags();
    }

    @Test
    void asksOnceForEachTagThatItWasToldOf() throws Exception {
        looks.watch(main, Progress.SILENT);
        registry.forget();
        registry.change(world -> {
            push(world, 7, "1.0");
            push(world, 8, "2.0");
            world.repository("team/app").tags().remove("1.1");
        });
        tell("1.0", "2.0", "1.1", "1.1");
        assertThat(planned()).containsExactly("main");

        assertThat(events.look(main)).isTrue();

        assertThat(registry.requests()).isEqualTo(3);
        assertThat(tags()).isEqualTo(5);
        assertThat(waiting()).isZero();
        assertThat(planned()).isEmpty();
        assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(3);
        assertThat(events.look(main)).isTrue();
        assertThat(registry.requests()).isEqualTo(3);
    }

    @Test
    void believesTheRegistryAndNotWhatItTold() throws Exception {
        looks.watch(main, Progress.SILENT);
        tell("1.0", "made-up");

        events.look(main);

        assertThat(tags()).isEqualTo(5);
    }

    @Test
    void makesNoEvidenceFresher() throws Exception {
        LastEvidence evidence = new LastEvidence(looks, () -> main, Origin.USUAL, System::nanoTime, (_, _, _) -> {});
        Look first = looks.watch(main, Progress.SILENT);
        Optional<Instant> observed = pages.registries().getFirst().observed();
        Instant lookedAt = pages.repositories("main").getFirst().lastSeen();
        registry.change(world -> push(world, 7, "1.0"));
        tell("1.0");

        events.look(main);

        assertThat(pages.registries().getFirst().observed()).isEqualTo(observed);
        assertThat(pages.repositories("main").getFirst().lastSeen()).isEqualTo(lookedAt);
        assertThat(pages.sources()).hasSize(1);
        registry.forget();
        RepositoryNow now = evidence.of("team/app", Duration.ofMinutes(5));
        // All of the repository, and nothing of it conditionally.
        assertThat(registry.requests(CallKind.TAGS)).isEqualTo(1);
        assertThat(registry.calls(CallKind.MANIFEST))
                .hasSize(5)
                .allSatisfy(call -> assertThat(call.headers("If-None-Match")).isEmpty());
        assertThat(now).isNotNull();
        assertThat(first.at()).isBefore(clocks.now());
    }

    @Test
    void keepsWhatItCouldNotAskFor() throws Exception {
        looks.watch(main, Progress.SILENT);
        registry.change(world -> push(world, 7, "2.0"));
        tell("2.0");
        registry.behave(Behaviour.good().fault(Fault.reset()));

        assertThat(events.look(main)).isFalse();
        assertThat(waiting()).isEqualTo(1);
        registry.behave(Behaviour.good());

        assertThat(events.look(main)).isTrue();
        assertThat(waiting()).isZero();
        assertThat(tags()).isEqualTo(6);
    }

    @Test
    void leavesToALookAtAllWhatItHasSeen() throws Exception {
        looks.watch(main, Progress.SILENT);
        registry.change(world -> push(world, 7, "2.0"));
        tell("2.0");

        looks.watch(main, Progress.SILENT);

        assertThat(waiting()).isZero();
        assertThat(planned()).isEmpty();
    }

    @Test
    void plansNothingForARegistryThatWasNeverLookedAt() {
        tell("2.0");

        assertThat(planned()).isEmpty();
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void wantsALookAtAllOnceInAWhileWhereARepositoryWent() throws Exception {
        looks.watch(main, Progress.SILENT);
        events.tell(
                main,
                "{\"events\": [{\"action\": \"delete\", \"target\": {\"repository\": \"team/app\"}}]}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(planned()).containsExactly("all of main");
        assertThat(planned()).isEmpty();
    }

    @Test
    void takesNothingOfRepositoriesThatAreOutOfView() {
        events.tell(
                main,
                "{\"events\": [{\"action\": \"push\", \"target\": {\"repository\": \"other/app\", \"tag\": \"1\"}}]}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(events.waiting("main")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithABodyThatIsNoEnvelope() {
        assertThatThrownBy(() -> events.tell(main, "[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("envelope")
                .hasMessageContaining("not a JSON object");
    }
}
