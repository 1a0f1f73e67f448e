package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Secret;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.NodeImage;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.AgentDouble;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.Trouble;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Swarm of three nodes, through Portainer and its agents.
final class AgentSwarmTest {

    private static final String KEY = "ptr_canary";
    private static final List<String> HOSTS = List.of("host1", "host2", "host3");

    private final Map<String, EngineWorld> worlds = new LinkedHashMap<>();
    private final Map<String, EngineDouble> engines = new LinkedHashMap<>();
    private AgentDouble agents;

    @BeforeEach
    void start() {
        for (String host : HOSTS) {
            EngineWorld.Swarm part = host.equals("host1") ? EngineWorld.Swarm.MANAGER : EngineWorld.Swarm.WORKER;
            EngineWorld world = new EngineWorld(EngineWorld.Store.CLASSIC, part);
            run(world, "agent on " + host, "agent");
            worlds.put(host, world);
            engines.put(host, EngineDouble.of(world));
        }
        manager().join("host2");
        manager().join("host3");
        agents = AgentDouble.of(engines, "/api/endpoints/3/docker");
        agents.demand(Map.of("X-API-Key", KEY));
    }

    @AfterEach
    void close() {
        agents.close();
        engines.values().forEach(EngineDouble::close);
        assertThat(agents.unexpected()).isEmpty();
    }

    private EngineWorld manager() {
        return world("host1");
    }

    private EngineWorld world(String host) {
        return worlds.getOrDefault(host, new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE));
    }

    private EngineDouble engine(String host) {
        return Optional.ofNullable(engines.get(host)).orElseThrow();
    }

    private static Digest run(EngineWorld world, String container, String image) {
        Digest manifest = DoubleScenes.digest("manifest " + image);
        String reference = DoubleScenes.REGISTRY + image + ":stable";
        world.pull(reference, manifest, manifest, DoubleScenes.digest("config " + image));
        world.run(container, reference, "running");
        return manifest;
    }

    private DockerEnvironment environment() {
        Passage passage = new Passage(agents.base(), Map.of("X-API-Key", new Secret(KEY)), "portainer/production");
        return DockerEnvironment.through("portainer/production", passage, DoubleScenes.SETTINGS, true);
    }

    private EnvironmentObservation look() throws InterruptedException {
        return environment().observe(Progress.SILENT);
    }

    private static Set<Digest> digests(EnvironmentObservation observation) {
        return observation.uses().stream()
                .flatMap(use -> use.digests().stream())
                .collect(Collectors.toSet());
    }

    @Test
    void hearsEveryNodeByOneCallForAListAndMarksWhatIsForManagers() throws InterruptedException {
        Digest byHand = run(world("host3"), "byhand", "byhand");

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).as(heard.detail()).isEqualTo(Heard.YES);
        assertThat(digests(heard)).contains(byHand);
        assertThat(heard.facts().nodes()).containsExactlyElementsOf(HOSTS);
        assertThat(agents.asked())
                .containsExactly(
                        "GET /_ping",
                        "GET /v1.41/info",
                        "GET /v1.41/nodes",
                        "GET /v1.41/containers/json?all=1",
                        "GET /v1.41/services",
                        "GET /v1.41/tasks",
                        "GET /v1.41/images/json?digests=1&manifests=1");
        assertThat(heard.detail()).contains("on 3 nodes");
    }

    @Test
    void saysOnWhichNodesImagesLie() throws InterruptedException {
        Digest byHand = run(world("host3"), "byhand", "byhand");

        assertThat(look().facts().images())
                .contains(new NodeImage(
                        "host3",
                        List.of(DoubleScenes.REGISTRY + "byhand:stable", DoubleScenes.REGISTRY + "byhand@" + byHand),
                        Set.of(byHand, DoubleScenes.digest("config byhand")),
                        1_982_262));
    }

    @Test
    void namesANodeThatAgentsLeftOutAndCountsTheRest() throws InterruptedException {
        Digest here = run(world("host2"), "here", "here");
        Digest gone = run(world("host3"), "gone", "gone");
        agents.drop("host3");

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail())
                .contains("node host3 of portainer/production: agents left it out without a word")
                .contains("see that Portainer's agent runs there");
        assertThat(digests(heard)).contains(here).doesNotContain(gone);
        assertThat(heard.facts().nodes()).containsExactly("host1", "host2");
    }

    @Test
    void hearsANodeThatAnswersForItselfThoughTheOthersLeaveItOut() throws InterruptedException {
        agents.answerFrom("host3");
        engine("host1").trouble("/images/json", new Trouble.Refusal(500, "broken"));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains("list local images of node host1");
        assertThat(heard.facts().nodes()).containsExactlyElementsOf(HOSTS);
    }

    @Test
    void saysThatWhatWasStartedByHandOnANodeThatIsDownIsNotKnown() throws InterruptedException {
        manager().lose("host2");
        agents.drop("host2");

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail())
                .isEqualTo("node host2 of portainer/production is down since 2026-11-20T16:45:12.026470383Z: what"
                        + " was started by hand there is not known; bring it back, or take it out of the Swarm with"
                        + " `docker node rm` if it is gone for good");
        assertThat(agents.asked()).noneMatch(call -> call.endsWith("@host2"));
    }

    @Test
    void hearsADrainedNodeLikeAnyOther() throws InterruptedException {
        manager().drain("host2");

        assertThat(look().heard()).isEqualTo(Heard.YES);
    }

    @Test
    void saysThatNodesOfOneNameCanNotBeToldApart() throws InterruptedException {
        manager().joinTwin("host2");

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).startsWith("several nodes of portainer/production are named host2");
    }

    @Test
    void takesAContainerOfAServiceForTheServiceWhereverItRuns() throws InterruptedException {
        String image = DoubleScenes.REGISTRY + "web:1@" + DoubleScenes.digest("manifest web");
        manager().deploy("web", image);
        run(world("host2"), "web.1.abc", "web");
        world("host2").label("web.1.abc", Map.of("com.docker.swarm.service.name", "web", "tier", "production"));

        List<Use> uses = look().uses().stream()
                .filter(use -> use.workload().contains("web"))
                .toList();

        assertThat(uses).extracting(Use::workload).containsOnly("service web");
        assertThat(uses).extracting(Use::kind).contains(Use.Kind.RUNNING, Use.Kind.DESIRED);
    }

    @Test
    void tellsWhatHappensOnNodesThatAreNoManagers() throws InterruptedException {
        try (ChangeFeed feed = environment().changes().orElseThrow()) {
            DockerChangesTest.awaitQuiet(feed);
            world("host3").happened("container", "start", "byhand", Map.of());

            assertThat(DockerChangesTest.looked(feed)).isEqualTo("container byhand: start");
            assertThat(agents.asked()).anyMatch(call -> call.contains("/events?") && call.endsWith("@host3"));
        }
    }

    @Test
    void isDeafForANodeThatAgentsDoNotReachAndHearsTheOthers() throws InterruptedException {
        try (ChangeFeed feed = environment().changes().orElseThrow()) {
            DockerChangesTest.awaitQuiet(feed);
            agents.drop("host3");
            assertThat(DockerChangesTest.next(feed))
                    .isInstanceOfSatisfying(
                            ChangeFeed.Change.Deaf.class,
                            deaf -> assertThat(deaf.why()).contains("unable to contact any other agent"));
            world("host2").happened("container", "start", "byhand", Map.of());

            assertThat(DockerChangesTest.looked(feed)).isEqualTo("container byhand: start");
        }
    }

    @Test
    void asksAnEngineOutsideASwarmPlainlyThoughThereIsAnAgent() throws InterruptedException {
        EngineWorld alone = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE);
        Digest image = run(alone, "app", "app");
        try (EngineDouble engine = EngineDouble.of(alone)) {
            Passage passage = new Passage(
                    URI.create(engine.tcp().toString().replace("tcp:", "http:")), Map.of(), "portainer/alone");
            EnvironmentObservation heard = DockerEnvironment.through("alone", passage, DoubleScenes.SETTINGS, true)
                    .observe(Progress.SILENT);

            assertThat(heard.heard()).isEqualTo(Heard.YES);
            assertThat(digests(heard)).contains(image);
            assertThat(engine.unexpected()).isEmpty();
        }
    }
}
