package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the connector makes of engines of all kinds.
final class DockerEnvironmentTest {

    private final List<DoubleScenes> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(DoubleScenes::close);
        assertThat(opened)
                .allSatisfy(scenes -> assertThat(scenes.engine().unexpected()).isEmpty());
    }

    private DoubleScenes classic(EngineWorld.Swarm swarm) {
        return scenes(EngineWorld.Store.CLASSIC, swarm);
    }

    private DoubleScenes scenes(EngineWorld.Store store, EngineWorld.Swarm swarm) {
        DoubleScenes scenes = new DoubleScenes(store, swarm);
        opened.add(scenes);
        return scenes;
    }

    private static EnvironmentObservation look(DoubleScenes scenes) throws InterruptedException {
        return scenes.over(scenes.engine().tcp()).observe(Progress.SILENT);
    }

    @Test
    void asksAnEngineOutsideASwarmForNoServices() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.OUTSIDE);

        EnvironmentObservation heard = look(scenes);

        assertThat(scenes.engine().asked())
                .containsExactly(
                        "GET /_ping",
                        "GET /v1.41/info",
                        "GET /v1.41/containers/json?all=1",
                        "GET /v1.41/images/json?digests=1&manifests=1");
        assertThat(heard)
                .isEqualTo(new EnvironmentObservation(
                        "host",
                        "docker",
                        Heard.YES,
                        "Docker 20.10.24+dfsg1, API 1.41: 0 containers, no Swarm, 0 local images",
                        List.of(),
                        4,
                        Optional.of("KXNG:CNNO"),
                        new EnvironmentFacts(List.of(), List.of(), List.of("host1"), List.of(), List.of(), List.of())));
    }

    @Test
    void protectsIndexAndManifestOfContainersInContainerdsStore() throws InterruptedException {
        DoubleScenes scenes = scenes(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CONTAINERD);
        scenes.world().run("app", image.reference(), "running");

        assertThat(look(scenes).uses())
                .containsExactly(new Use(
                        "host",
                        "container app",
                        Use.Kind.RUNNING,
                        ImageReference.parse(image.reference()),
                        Set.of(image.manifest(), image.config())));
    }

    @Test
    void takesTheBeginningOfAnIdForTheId() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.OUTSIDE);
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CLASSIC);
        scenes.world().run("app", image.config().brief(), "running");

        assertThat(look(scenes).uses())
                .containsExactly(new Use(
                        "host",
                        "container app",
                        Use.Kind.RUNNING,
                        Optional.empty(),
                        Set.of(image.manifest(), image.config())));
    }

    @Test
    void countsImagesThatAreMounted() throws InterruptedException {
        DoubleScenes scenes = scenes(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CONTAINERD);
        Deployed model = scenes.pull("model", "model", EngineWorld.Store.CONTAINERD);
        scenes.world().runWithMounted("app", image.reference(), model.reference());

        assertThat(look(scenes).uses())
                .contains(new Use(
                        "host",
                        "container app, image mounted",
                        Use.Kind.RUNNING,
                        ImageReference.parse(model.reference()),
                        Set.of(model.manifest(), model.config())));
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKER", "LOCKED", "PENDING", "ERROR"})
    void hearsAnEngineThatCannotSpeakForItsSwarmPartly(EngineWorld.Swarm swarm) throws InterruptedException {
        DoubleScenes scenes = classic(swarm);
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CLASSIC);
        scenes.world().run("app", image.reference(), "running");

        EnvironmentObservation heard = look(scenes);

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains("manager as an environment").contains("Swarm");
        assertThat(heard.uses()).hasSize(1);
    }

    @Test
    void hearsASwarmOfSeveralNodesWithTasksOfAllOfThemAndSaysWhatOnlyTheirEnginesKnow() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.MANAGER);
        scenes.world().join("host2");
        scenes.rollOut("web", EngineWorld.Store.CLASSIC);

        EnvironmentObservation heard = look(scenes);

        assertThat(heard.heard()).isEqualTo(Heard.YES);
        assertThat(heard.detail()).contains("started by hand on the other 1 nodes");
        assertThat(heard.uses())
                .extracting(Use::kind)
                .containsExactly(Use.Kind.DESIRED, Use.Kind.ROLLBACK, Use.Kind.RUNNING);
    }

    @Test
    void isHeardInPartWhereATagThatNobodyResolvedRunsOnAnotherNode() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.MANAGER);
        scenes.world().task("web", "registry.example/web:1", "running");
        EnvironmentObservation alone = look(scenes);
        scenes.world().join("host2");
        EnvironmentObservation heard = look(scenes);

        assertThat(alone.heard()).isEqualTo(Heard.YES);
        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail())
                .contains(" runs on host2 by a tag that no manager resolved, and what that node has is not seen from"
                        + " here; deploy it by digest, or look at the Swarm through Portainer's agents");
        assertThat(heard.uses()).hasSize(1);
    }

    @Test
    void callsTasksOnTheirWayWanted() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.MANAGER);
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CLASSIC);
        scenes.world().task("gone", image.reference(), "preparing");
        scenes.world().task("gone", image.reference(), "failed");

        assertThat(look(scenes).uses()).extracting(Use::kind).containsExactly(Use.Kind.DESIRED, Use.Kind.ROLLBACK);
    }

    @Test
    void speaksTheNewestVersionKnownWithANewerEngine() throws InterruptedException {
        DoubleScenes scenes = scenes(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        scenes.engine().tellNoVersionAtPing();
        scenes.engine().trouble("/version", new Trouble.Instead("application/json", "{\"ApiVersion\":\"1.60\"}"));

        assertThat(look(scenes).heard()).isEqualTo(Heard.YES);
        assertThat(scenes.engine().asked()).contains("GET /version", "GET /v1.51/info");
    }

    @Test
    void saysWhichVersionIsNeededOfAnOlderEngine() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.OUTSIDE);
        scenes.engine().tellNoVersionAtPing();
        scenes.engine().trouble("/version", new Trouble.Instead("application/json", "{\"ApiVersion\":\"1.24\"}"));

        EnvironmentObservation heard = look(scenes);

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("speaks API 1.24, at least 1.25 (Docker 1.13) is needed");
    }

    @Test
    void saysThatItIsTooOldItselfWhereAnEngineRefusesItsVersion() throws InterruptedException {
        DoubleScenes scenes = scenes(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        scenes.engine()
                .trouble(
                        "/info",
                        new Trouble.Refusal(
                                400, "client version 1.51 is too old. Minimum supported API version is 1.52"));

        EnvironmentObservation heard = look(scenes);

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail())
                .contains("client version 1.51 is too old. Minimum supported API version is 1.52")
                .contains("the newest API known here is 1.51: update Regent");
    }

    @Test
    void leavesPluginServicesAlone() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.MANAGER);
        scenes.engine().trouble("/services", new Trouble.Instead("application/json", """
                [{"ID":"a","Spec":{"Name":"p","TaskTemplate":{"Runtime":"plugin","PluginSpec":{"Name":"x"}}}},
                 {"ID":"b","Spec":{"Name":"n","TaskTemplate":{"Runtime":"attachment"}}}]"""));

        assertThat(look(scenes).heard()).isEqualTo(Heard.YES);
    }

    @Test
    void makesTheEnginesTextPlain() throws InterruptedException {
        DoubleScenes scenes = classic(EngineWorld.Swarm.OUTSIDE);
        Digest id = DoubleScenes.digest("config");
        scenes.engine().trouble("/containers/json", new Trouble.Instead("application/json", """
                [{"Id":"a","Names":["/e\\u001b[2Jvil"],"State":"exi\\u202eted","Image":"x y\\u0007","ImageID":"%s"}]""".formatted(id)));

        EnvironmentObservation heard = look(scenes);

        assertThat(heard.detail()).contains("<U+001B>").contains("\"x y<U+0007>\"");
        assertThat(heard.uses())
                .containsExactly(new Use(
                        "host",
                        "container e<U+001B>[2Jvil (exi<U+202E>ted)",
                        Use.Kind.STOPPED,
                        Optional.empty(),
                        Set.of(id)));
    }
}
