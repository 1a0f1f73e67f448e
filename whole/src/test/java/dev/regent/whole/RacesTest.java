package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.Trouble;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The world moves on between approval and deletion: what no longer holds is skipped and told, and
/// everything else is done.
class RacesTest {

    private static RegistryDouble registry;
    private static RegistryDouble patient;
    private static EngineDouble engine;
    private static Watched watched;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        patient = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        engine = EngineDouble.of(new EngineWorld(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE));
        watched = new Watched()
                .environment("host", engine.tcp())
                .registry("main", registry.url(), "environments: [host], environmentsComplete: true")
                .registry("patient", patient.url(), "grace: 24h, " + Watched.UNUSED);
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        engine.close();
        registry.close();
        patient.close();
    }

    @Test
    void leavesWhatWasTaggedDeployedListedOrPinnedSinceAndDoesTheRest() throws IOException, InterruptedException {
        Map<String, Digest> oldest = new HashMap<>();
        registry.change(world -> {
            for (String name : List.of("still", "tagged", "deployed", "listed", "pinned")) {
                oldest.put(name, new Builds(world, "races/" + name).images(3).getFirst());
            }
        });
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "races/*"));
        api.approve(plan);

        registry.change(world -> {
            world.tag("races/tagged", "rescued", oldest.get("tagged"));
            IndexBuilder.in(world, "races/listed").child(oldest.get("listed")).push("multi");
        });
        deploy("web", "races/deployed", oldest.get("deployed"));
        api.post("/pins", Map.of("image", "races/pinned:1.0", "reason", "an audit")).with(201);
        JsonNode execution = api.ended(api.begin(plan));

        assertThat(execution.path("state").asText()).isEqualTo("done");
        assertThat(Api.details(execution, "races/still")).containsExactly("done: ", "done: ");
        assertThat(skipped(execution, "races/tagged")).contains("rescued");
        assertThat(skipped(execution, "races/deployed")).contains("web");
        assertThat(skipped(execution, "races/listed")).isNotBlank();
        assertThat(skipped(execution, "races/pinned")).contains("an audit");
        registry.change(world -> oldest.forEach((name, digest) -> assertThat(
                        world.repository("races/" + name).manifests().contains(digest))
                .as(name)
                .isEqualTo(!name.equals("still"))));
    }

    @Test
    void leavesWhatAPolicyKeepsThatCameIntoForceSince() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "changed/app").images(3));
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "changed/*"));
        api.approve(plan);
        int before = api.get("/policies").with(200).path("items").size();

        watched.policy("later", """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: later}
                scope: {repositories: ["changed/*"]}
                rules:
                  - keep: {tags: ["1.0"]}
                """);
        Awaited.until(() -> api.get("/policies").with(200).path("items").size() > before);
        JsonNode execution = api.ended(api.begin(plan));

        assertThat(skipped(execution, "changed/app")).contains("1.0");
    }

    @Test
    void doesNothingWhereAnEnvironmentFellSilent() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "silent/app").images(3));
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "silent/*"));
        api.approve(plan);

        engine.trouble("/containers/json", new Trouble.Refusal(500, "out of order"));
        try {
            JsonNode execution = api.ended(api.begin(plan));

            assertThat(Api.outcomes(execution).values()).containsOnly("skipped").hasSize(2);
            assertThat(Api.details(execution, "silent/app").getFirst()).contains("host");
        } finally {
            engine.heal("/containers/json");
        }
    }

    @Test
    void leavesWhatIsNewToItUntilItsGraceIsOver() throws IOException, InterruptedException {
        patient.change(world -> new Builds(world, "patient/app").images(3));
        JsonNode plan = api.propose("patient", Watched.keepNewest(1, "patient/*"));

        JsonNode execution = api.ended(api.apply(plan));

        assertThat(plan.path("steps").path(0).path("graceEnds").asText()).isNotEmpty();
        assertThat(Api.outcomes(execution).values()).containsOnly("skipped").hasSize(2);
        assertThat(Api.details(execution, "patient/app").getFirst()).contains("is new since");
    }

    /// Why the only step that was skipped in a repository was; the other was done.
    private static String skipped(JsonNode execution, String repository) {
        List<String> details = Api.details(execution, repository);
        assertThat(details).as(execution.toPrettyString()).hasSize(2).contains("done: ");
        return details.stream()
                .filter(detail -> detail.startsWith("skipped: "))
                .findFirst()
                .orElseThrow();
    }

    private static void deploy(String container, String repository, Digest digest) {
        String image = registry.host() + "/" + repository;
        registry.change(world -> {
            Digest config = StoredManifest.read(world.blobs().get(digest))
                    .config()
                    .orElseThrow()
                    .digest();
            engine.world().pullByDigest(image, digest, digest, config);
        });
        engine.world().run(container, image + "@" + digest, "running");
    }
}
