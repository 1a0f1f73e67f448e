package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who uses what, asked over REST.
class EnvironmentsTest {

    private static RegistryDouble registry;
    private static EngineDouble engine;
    private static RealServer server;
    private static Api admin;
    private static Api scoped;
    private static Digest image;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        registry.change(world -> image = new Builds(world, "team/app").images(2).getFirst());
        engine = EngineDouble.of(new EngineWorld(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE));
        run("web", registry.host() + "/team/app:1.0", image);
        run("proxy", "foreign.example/proxy:1", Digest.sha256(new byte[] {1}));
        Watched watched = new Watched()
                .environment("host", engine.tcp())
                .registry("main", registry.url(), "environments: [host], environmentsComplete: true");
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        admin = new Api(server.url(), server.token());
        JsonNode made = admin.post("/tokens", Map.of("name", "main", "role", "viewer", "registries", List.of("main")))
                .with(201);
        scoped = new Api(server.url(), made.path("token").asText());
        Awaited.until(() -> workloads(admin, "?held=held").size() == 1);
    }

    private static void run(String container, String reference, Digest digest) {
        synchronized (engine.world()) {
            engine.world().pull(reference, digest, digest, digest);
            engine.world().run(container, reference, "running");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        engine.close();
        registry.close();
    }

    private static JsonNode workloads(Api api, String query) throws IOException, InterruptedException {
        return api.get("/workloads" + query).with(200).path("items");
    }

    private static List<String> names(JsonNode workloads) {
        return workloads.findValuesAsText("name");
    }

    @Test
    void saysWhatRunsInProductionThatNoApprovedRegistryHolds() throws IOException, InterruptedException {
        JsonNode foreign = workloads(admin, "?tier=production&held=foreign");

        assertThat(names(foreign)).containsExactly("container proxy");
        JsonNode proxy = foreign.path(0);
        assertThat(proxy.path("environment").asText()).isEqualTo("host");
        assertThat(proxy.path("tier").path("value").asText()).isEqualTo("unknown");
        assertThat(proxy.path("images").path(0).path("reference").asText()).isEqualTo("foreign.example/proxy:1");
        assertThat(proxy.path("images").path(0).path("why").asText()).contains("foreign.example");
        assertThat(workloads(admin, "?tier=staging")).isEmpty();
        assertThat(admin.get("/workloads?held=somewhere").status()).isEqualTo(400);
    }

    @Test
    void saysWhichRegistryHoldsWhatRunsAndSinceWhenItIsUsed() throws IOException, InterruptedException {
        JsonNode places =
                workloads(admin, "?held=held").path(0).path("images").path(0).path("places");
        JsonNode use = admin.get("/uses?image=team/app@" + image)
                .with(200)
                .path("items")
                .path(0);

        assertThat(places.toString()).isEqualTo("[{\"registry\":\"main\",\"repository\":\"team/app\"}]");
        assertThat(use.path("workload").asText()).isEqualTo("container web");
        assertThat(use.path("from").asText()).isNotEmpty();
        assertThat(use.path("tier").asText()).isEqualTo("unknown");
        assertThat(use.path("ageSeconds").isNumber()).isTrue();
    }

    @Test
    void pagesThroughWorkloadsOneByOne() throws IOException, InterruptedException {
        JsonNode first = admin.get("/workloads?limit=1").with(200);
        JsonNode second = admin.get(
                        "/workloads?limit=1&cursor=" + first.path("next").asText())
                .with(200);

        assertThat(names(first.path("items"))).containsExactly("container proxy");
        assertThat(names(second.path("items"))).containsExactly("container web");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void showsAnEnvironmentWithItsWorkloads() throws IOException, InterruptedException {
        JsonNode host = admin.get("/environments/host").with(200);

        assertThat(host.path("environment").path("heard").asText()).isEqualTo("yes");
        assertThat(host.path("environment").path("heardSince").asText()).isNotEmpty();
        assertThat(host.path("environment").path("kind").asText()).isEqualTo("docker");
        assertThat(host.path("environment").path("tiers").path("unknown").asInt())
                .isEqualTo(2);
        assertThat(names(host.path("workloads").path("items"))).containsExactly("container proxy", "container web");
    }

    @Test
    void understandsNamesWithSlashes() throws IOException, InterruptedException {
        for (String name : List.of("portainer/retire", "portainer%2Fretire")) {
            assertThat(admin.get("/environments/" + name).detail())
                    .isEqualTo("no environment portainer/retire was ever known");
            assertThat(admin.post("/environments/" + name + "/retire", Map.of("reason", "gone"))
                            .detail())
                    .isEqualTo("no environment portainer/retire was ever known");
            assertThat(admin.post("/environments/" + name + "/confirm", Map.of("reason", "right"))
                            .detail())
                    .isEqualTo("no environment portainer/retire was ever known");
        }
    }

    @Test
    void showsAScopedTokenWhatIsAboutItsRegistries() throws IOException, InterruptedException {
        assertThat(names(workloads(scoped, ""))).containsExactly("container web");
        assertThat(scoped.get("/uses").text()).contains("container web").doesNotContain("foreign.example");
        assertThat(scoped.get("/node-images").text()).doesNotContain("foreign.example");
        assertThat(scoped.get("/environments/host").text()).doesNotContain("foreign.example");
        assertThat(scoped.get("/registries/offered").with(200).path("items")).isEmpty();
        assertThat(scoped.post("/environments/host/retire", Map.of("reason", "mine"))
                        .status())
                .isEqualTo(403);
    }
}
