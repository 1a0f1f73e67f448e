package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.SwarmSourceContract.Rollout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of services in a real Swarm, and what is seen of it.
final class RealSwarmServicesTest {

    private static RealScenes scenes;

    @BeforeAll
    static void start(@TempDir Path storage) throws InterruptedException {
        scenes = RealScenes.start(storage);
        scenes.engine().initSwarm();
    }

    @AfterAll
    static void close() {
        if (scenes != null) {
            scenes.close();
        }
    }

    private static EnvironmentObservation look() throws InterruptedException {
        EnvironmentObservation heard = scenes.over(scenes.engine().unix()).observe(Progress.SILENT);
        assertThat(heard.heard()).as(heard.detail()).isEqualTo(Heard.YES);
        return heard;
    }

    private static Set<Digest> wanted(String service, Use.Kind kind) throws InterruptedException {
        return look().uses().stream()
                .filter(use -> use.workload().equals("service " + service) && use.kind() == kind)
                .map(use -> use.reference().flatMap(ImageReference::digest))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    @Test
    void oneServiceIsOneUseOfAKindHoweverManyReplicasItHas() throws InterruptedException {
        Rollout rollout = scenes.rollOut("many", "--replicas", "3", "--update-parallelism", "0");

        List<Use> running = look().uses().stream()
                .filter(use -> use.workload().contains("many") && use.kind() == Use.Kind.RUNNING)
                .toList();

        assertThat(running).singleElement().satisfies(use -> {
            assertThat(use.workload()).isEqualTo("service many");
            assertThat(use.digests()).contains(rollout.after().manifest());
        });
    }

    @Test
    void protectsBothImagesAfterARollBack() throws InterruptedException {
        Rollout rollout = scenes.rollOut("back");
        scenes.engine().docker("service", "rollback", "--quiet", "--detach", "back");
        scenes.awaitImage("back", rollout.before().manifest());
        scenes.awaitUpdated("back");

        assertThat(wanted("back", Use.Kind.DESIRED))
                .containsExactly(rollout.before().manifest());
        assertThat(wanted("back", Use.Kind.RUNNING))
                .containsExactly(rollout.before().manifest());
        assertThat(wanted("back", Use.Kind.ROLLBACK)).contains(rollout.after().manifest());
    }

    @Test
    void protectsWhatRunsFromATagThatMovedOn() throws InterruptedException {
        Deployed image = scenes.push("moved", "moved 1");
        scenes.service("moved", image.reference());
        Deployed other = scenes.push("moved", "moved 2");

        assertThat(wanted("moved", Use.Kind.DESIRED)).containsExactly(image.manifest());
        assertThat(wanted("moved", Use.Kind.RUNNING)).containsExactly(image.manifest());
        assertThat(look().uses())
                .filteredOn(use -> use.digests().contains(other.manifest()))
                .isEmpty();
    }

    @Test
    void protectsWhatIsPinnedByDigest() throws InterruptedException {
        Deployed image = scenes.push("pinned", "pinned");
        scenes.service("pinned", image.reference().replace(":stable", "") + "@" + image.manifest());

        assertThat(wanted("pinned", Use.Kind.DESIRED)).containsExactly(image.manifest());
        assertThat(wanted("pinned", Use.Kind.RUNNING)).containsExactly(image.manifest());
    }

    @Test
    void protectsWhatRunsOnEveryNode() throws InterruptedException {
        Deployed image = scenes.push("everywhere", "everywhere");
        scenes.service("everywhere", image.reference(), "--mode", "global");

        assertThat(wanted("everywhere", Use.Kind.RUNNING)).containsExactly(image.manifest());
    }

    @Test
    void takesAJobThatIsDoneForStoppedAndStillWanted() throws InterruptedException {
        Deployed image = scenes.push("job", "job");
        scenes.job("job", image.reference());

        assertThat(wanted("job", Use.Kind.DESIRED)).containsExactly(image.manifest());
        assertThat(wanted("job", Use.Kind.STOPPED)).containsExactly(image.manifest());
        assertThat(wanted("job", Use.Kind.ROLLBACK)).isEmpty();
    }

    /// The engine itself then says that a roll-back leads to what runs; what it led to before is
    /// for a memory to know.
    @Test
    void saysWhatTheEngineSaysAfterAnUpdateOfLabelsOnly() throws InterruptedException {
        Rollout rollout = scenes.rollOut("labels");
        scenes.engine().docker("service", "update", "--quiet", "--detach", "--label-add", "team=shop", "labels");

        assertThat(wanted("labels", Use.Kind.DESIRED))
                .containsExactly(rollout.after().manifest());
        assertThat(wanted("labels", Use.Kind.ROLLBACK)).contains(rollout.after().manifest());
        assertThat(look().facts().workloads())
                .contains(new Workload(
                        "service labels", Optional.empty(), List.of(new Hint(Hint.From.LABEL, "team", "shop"))));
    }

    @Test
    void protectsWhatIsWantedThoughTheOnlyNodeIsDrained() throws InterruptedException {
        Deployed image = scenes.push("drained", "drained");
        scenes.service("drained", image.reference());
        String node = scenes.engine().docker("node", "ls", "--format", "{{.ID}}");
        scenes.engine().docker("node", "update", "--availability", "drain", node);
        try {
            assertThat(wanted("drained", Use.Kind.DESIRED)).contains(image.manifest());
        } finally {
            scenes.engine().docker("node", "update", "--availability", "active", node);
            scenes.awaitImage("drained", image.manifest());
        }
    }

    @Test
    void tellsThatAContainerWasStartedAndThenSeesIt() throws InterruptedException {
        Deployed image = scenes.push("told", "told");
        try (ChangeFeed feed = scenes.over(scenes.engine().unix()).changes().orElseThrow()) {
            scenes.engine().docker("run", "--detach", "--network", "none", "--name", "told", image.reference());
            do {
                assertThat(feed.await(Duration.ofSeconds(5))).isInstanceOf(ChangeFeed.Change.Look.class);
            } while (look().uses().stream().noneMatch(use -> use.workload().equals("container told")));
        }
    }

    @Test
    void tellsThatAServiceWasCreated() throws InterruptedException {
        Deployed image = scenes.push("created", "created");
        try (ChangeFeed feed = scenes.over(scenes.engine().tcp()).changes().orElseThrow()) {
            scenes.service("created", image.reference());
            do {
                assertThat(feed.await(Duration.ofSeconds(5))).isInstanceOf(ChangeFeed.Change.Look.class);
            } while (look().uses().stream().noneMatch(use -> use.workload().equals("service created")));
        }
    }
}
