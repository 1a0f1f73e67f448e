package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.testkit.docker.AgentDouble;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Environment;
import dev.regent.testkit.portainer.PortainerWorld.Registry;
import dev.regent.testkit.portainer.PortainerWorld.State;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What Portainer's environments say through it, and what it says for them.
final class PortainerEnvironmentTest {

    private final Scenes scenes = new Scenes(Edition.CE_2_23);

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.unexpected()).isEmpty();
    }

    private PortainerWorld world() {
        return scenes.world();
    }

    @Test
    void knowsAnAsyncEdgeAgentByItsSnapshot() throws InterruptedException {
        EngineDouble engine = scenes.engine();
        int host = world().environment("host", 4, engine.tcp());
        world().change(host, Environment::withoutTunnel);
        Instant then = Instant.now().minusSeconds(3 * 3600);
        world().keep(host, then, false, scenes.raw(engine));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.kind()).isEqualTo("docker");
        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .isEqualTo("snapshot of " + Instant.ofEpochSecond(then.getEpochSecond())
                        + ", 3 h old: reach p/host (Docker, by edge agent): its edge agent opens no tunnel; use a"
                        + " standard edge agent to hear it");
        assertThat(seen.uses()).singleElement().satisfies(use -> {
            assertThat(use.workload()).isEqualTo("container web");
            assertThat(use.kind()).isEqualTo(Use.Kind.RUNNING);
            assertThat(use.digests()).contains(Scenes.digest("web"), Scenes.digest("web config"));
        });
    }

    @Test
    void knowsAnEngineThatIsDownByItsSnapshot() throws InterruptedException {
        EngineDouble engine = scenes.engine();
        int host = world().environment("host", 2, engine.tcp());
        world().keep(host, Instant.now().minusSeconds(600), true, scenes.raw(engine));
        world().change(host, it -> it.in(State.DOWN));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .contains(", 10 min old; its services are not in it: reach p/host")
                .contains("answered 502");
        assertThat(seen.uses()).hasSize(1);
    }

    @Test
    void knowsAnEngineWhoseSocketIsGoneByItsSnapshot() throws InterruptedException {
        EngineDouble engine = scenes.engine();
        int host = world().environment("host", 1, engine.tcp());
        world().keep(host, Instant.now(), false, scenes.raw(engine));
        world().change(host, it -> it.in(State.NO_SOCKET));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .contains(": reach p/host: answered 500 (Unable to proxy the request via the Docker socket)");
        assertThat(seen.uses()).hasSize(1);
    }

    @Test
    void isUnheardWithoutASnapshot() throws InterruptedException {
        int host = world().environment("host", 4);
        world().change(host, Environment::silentAgent);

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.detail())
                .isEqualTo("reach p/host (Docker, by edge agent): its edge agent doesn't call in; start it. Portainer"
                        + " keeps no snapshot that tells what ran there");
    }

    @Test
    void waitsForTheTunnelOfAnEdgeAgent() throws InterruptedException {
        int host = world().environment("host", 4, scenes.engine().tcp());
        // Each look tries four times to get through.
        scenes.portainer().closeTunnel(host, 6);

        assertThat(scenes.look("p/host").heard()).isEqualTo(Heard.YES);
    }

    @Test
    void aNodeThatAgentsLeftOutIsAGap() throws InterruptedException {
        EngineWorld manager = nodeWithAgent(EngineWorld.Swarm.MANAGER);
        manager.join("host2");
        Map<String, EngineDouble> engines = new LinkedHashMap<>();
        engines.put("host1", scenes.serve(manager));
        engines.put("host2", scenes.serve(nodeWithAgent(EngineWorld.Swarm.WORKER)));
        try (AgentDouble agents = AgentDouble.of(engines, "")) {
            world().environment("swarm", 2, agents.base());
            EnvironmentObservation whole = scenes.look("p/swarm");
            agents.drop("host2");
            EnvironmentObservation dropped = scenes.look("p/swarm");

            assertThat(whole.heard()).isEqualTo(Heard.YES);
            assertThat(dropped.heard()).isEqualTo(Heard.PARTLY);
            assertThat(dropped.detail()).contains("host2");
            assertThat(agents.unexpected()).isEmpty();
        }
    }

    /// An agent runs in a container itself.
    private static EngineWorld nodeWithAgent(EngineWorld.Swarm part) {
        EngineWorld node = new EngineWorld(EngineWorld.Store.CLASSIC, part);
        String image = "registry.example/agent:1";
        node.pull(image, Scenes.digest("agent"), Scenes.digest("agent"), Scenes.digest("agent config"));
        node.run("agent", image, "running");
        return node;
    }

    @Test
    void saysWhatCanNotBeReadAtAll() throws InterruptedException {
        world().environment("cloud", 3);
        world().environment("new", 8);

        Listing listing = scenes.list();

        assertThat(Scenes.look(listing, "p/cloud"))
                .isEqualTo(EnvironmentObservation.unheard(
                        "p/cloud",
                        "azure",
                        "read p/cloud (Azure Container Instances): Portainer shows no images of Azure Container"
                                + " Instances; pin the images that run there, and leave it out with `only`",
                        0));
        assertThat(Scenes.look(listing, "p/new").detail())
                .isEqualTo("read p/new (of unknown type 8): this type of environment is not known here; update Regent;"
                        + " pin the images that run there, and leave it out with `only`");
    }

    @Test
    void leadsToClusters() throws InterruptedException {
        int local = world().environment("local", 5, scenes.cluster().url());
        int agent = world().environment("agent", 6, URI.create("http://127.0.0.1:1"));
        int edge = world().environment("edge", 7, URI.create("http://127.0.0.1:1"));
        int async = world().environment("async", 7, URI.create("http://127.0.0.1:1"));
        world().change(async, Environment::withoutTunnel);

        Listing listing = scenes.list();

        assertThat(scenes.clusters())
                .extracting(passage -> passage.base().toString())
                .containsExactly(
                        scenes.portainer().base() + "/api/endpoints/" + local + "/kubernetes",
                        scenes.portainer().base() + "/api/endpoints/" + agent + "/kubernetes",
                        scenes.portainer().base() + "/api/endpoints/" + edge + "/kubernetes");
        EnvironmentObservation heard = Scenes.look(listing, "p/local");
        assertThat(heard.heard()).isEqualTo(Heard.YES);
        assertThat(heard.uses()).anySatisfy(use -> assertThat(use.digests()).contains(Scenes.digest("web")));
        assertThat(Scenes.look(listing, "p/async").heard()).isEqualTo(Heard.NO);
    }

    @Test
    void oneThatIsSilentCostsTheOthersNothing() throws InterruptedException {
        int silent = world().environment("silent", 1, scenes.engine().tcp());
        world().change(silent, it -> it.in(State.SILENT));
        for (int i = 0; i < 8; i++) {
            world().environment("e" + i, 1, scenes.engine().tcp());
        }
        Listing listing = scenes.list();
        Map<String, EnvironmentObservation> seen = new ConcurrentHashMap<>();

        Parallel.waiting(
                listing.environments().entrySet(),
                9,
                source -> seen.put(source.getKey(), source.getValue().observe(Progress.SILENT)));

        EnvironmentObservation dead = Objects.requireNonNull(seen.remove("p/silent"));
        assertThat(dead.heard()).isEqualTo(Heard.NO);
        // One that nobody answers, and one for a snapshot.
        assertThat(dead.requests()).isEqualTo(2);
        assertThat(seen.values())
                .hasSize(8)
                .allSatisfy(other -> assertThat(other.heard()).isEqualTo(Heard.YES))
                .allSatisfy(other -> assertThat(other.requests()).isEqualTo(4));
    }

    @Test
    void asksNothingButWhatIsAllowedAndKeepsNoSecret() throws InterruptedException {
        EngineDouble engine = scenes.engine();
        int host = world().environment("host", 1, engine.tcp());
        int down = world().environment("down", 2, engine.tcp());
        int cluster = world().environment("cluster", 5, scenes.cluster().url());
        world().environment("azure", 3);
        world().keep(down, Instant.now(), true, scenes.raw(engine));
        world().change(down, it -> it.in(State.DOWN));
        world().group("g", List.of(world().tag("t")), Set.of(world().team("shop", PortainerWorld.STANDARD_USER)));
        world().registry(new Registry(1, 7, "r", "r.example", Map.of(host, Set.of(2)), Map.of(), Map.of()));
        world().stack(scenes.stack(
                        "shop",
                        cluster,
                        Map.of("TOKEN", PortainerWorld.CANARY),
                        "services: {web: {image: \"r.example/w:$PASS\", environment: {A: " + PortainerWorld.CANARY
                                + "}}}")
                .from("https://x:" + PortainerWorld.CANARY + "@git.example/x"));
        int far = world().environment("far", 4, engine.tcp());
        world().edge().stack("till", "services: {}", world().edge().group("shops", far));
        world().stack(scenes.stack("unread", host, Map.of(), "").unreadable());
        List<Object> told = new ArrayList<>();

        for (String key : List.of(PortainerWorld.ADMINISTRATOR_KEY, PortainerWorld.STANDARD_KEY)) {
            PortainerDirectory directory = scenes.directory(key, _ -> true);
            Listing listing = directory.list(Progress.SILENT);
            told.add(directory);
            told.add(listing);
            for (String name : listing.environments().keySet()) {
                told.add(Scenes.look(listing, name));
            }
        }

        assertThat(told.toString()).doesNotContain(PortainerWorld.CANARY).doesNotContain(ClusterWorld.CANARY);
        assertThat(scenes.clusters().toString()).doesNotContain(PortainerWorld.CANARY);
        String own = "/api/(system/status|licenses/info|users/me|endpoints\\?excludeSnapshots=true&start=\\d+&limit=100"
                + "|endpoints/\\d+|endpoint_groups|tags|users|teams|team_memberships|registries|stacks|stacks/\\d+/file"
                + "|edge_groups|edge_stacks|edge_stacks/\\d+/file)";
        String engines = "/api/endpoints/\\d+/docker(/v1\\.\\d+)?/(_ping|version|info|nodes|services|tasks"
                + "|containers/json\\?all=1|images/json\\?digests=1&manifests=1)";
        String clusters = "/api/endpoints/\\d+/kubernetes/(version|apis?/[a-z0-9./-]+)(\\?[^ ]*)?";
        assertThat(scenes.portainer().asked())
                .allSatisfy(call -> assertThat(call).matches("GET (" + own + "|" + engines + "|" + clusters + ")"));
    }

    @Test
    void aSnapshotOfAnEngineWithoutContainersIsOne() throws InterruptedException {
        EngineDouble engine = scenes.engine();
        int empty = world().environment("empty", 4, engine.tcp());
        int failed = world().environment("failed", 4, engine.tcp());
        world().change(empty, Environment::withoutTunnel);
        world().change(failed, Environment::withoutTunnel);
        world().keep(empty, Instant.now(), false, withoutList(engine, 0));
        world().keep(failed, Instant.now(), false, withoutList(engine, 1));

        assertThat(scenes.look("p/empty").heard()).isEqualTo(Heard.PARTLY);
        assertThat(scenes.look("p/failed").heard()).isEqualTo(Heard.NO);
    }

    /// As Go writes a list of nothing.
    private JsonNode withoutList(EngineDouble engine, int containers) {
        ObjectNode raw = (ObjectNode) scenes.raw(engine);
        raw.putNull("Containers").withObject("/Info").put("Containers", containers);
        return raw;
    }
}
