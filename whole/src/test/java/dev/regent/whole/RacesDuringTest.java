package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.peer.FalseClock;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.peer.Turnstile;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The world moves on in the middle of an execution, on real programs: its first deletion is held on
/// its way to the registry meanwhile.
class RacesDuringTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration JUMP = Duration.ofMinutes(10);

    private static RealEstate estate;
    private static RealEngine lone;
    private static Turnstile turnstile;
    private static Turnstile side;
    private static Watched watched;
    private static FalseClock clock;
    private static RealServer server;
    private static Api api;
    private static Regent regent;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.require(FalseClock.NAME, FalseClock.available());
        World world = new World();
        for (String name : List.of("a", "attested", "policed", "signed", "tagged", "z")) {
            new Builds(world, "during/" + name).images(2);
        }
        for (String name : List.of("clock/before", "clock/during-a", "clock/during-z", "silent/a", "silent/z")) {
            new Builds(world, name).images(2);
        }
        threads = Executors.newVirtualThreadPerTaskExecutor();
        estate = RealEstate.start(world);
        lone = RealEngine.start();
        turnstile = Turnstile.before(estate.registry().uri());
        side = Turnstile.before(estate.registry().uri());
        clock = FalseClock.in(RealServer.folder());
        watched = new Watched()
                .environment("swarm", estate.engine().unix())
                .environment("lone", lone.unix())
                .registry(
                        "main",
                        turnstile.uri(),
                        "environments: [swarm], environmentsComplete: true, aliases: [\""
                                + estate.registry().host() + "\"]")
                .registry(
                        "side",
                        side.uri(),
                        "repositories: [\"silent/*\"], environments: [lone]," + " environmentsComplete: true");
        server = RealServer.start(watched.write(), new RealServer.Options(clock.variables(), List.of()));
        api = new Api(server.url(), server.token());
        regent = new Regent(Files.createDirectory(RealServer.folder().resolve("home")));
        String token = server.data().resolve("admin-token").toString();
        regent.run("login", server.url().toString(), "--token-file", token).good();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {server, turnstile, side, lone, estate, threads}) {
            close(each);
        }
    }

    private static void close(@Nullable AutoCloseable opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void skipsAndTellsWhatMovesAndDoesTheRest() throws IOException, InterruptedException, ExecutionException {
        Digest deployed = estate.push("during/deployed", "1.0");
        Digest updated = estate.push("during/updated", "1.0");
        estate.push("during/deployed", "2.0");
        estate.push("during/updated", "2.0");
        estate.service("during", estate.image("during/updated") + ":2.0");
        JsonNode plan = api.propose("main", Watched.versions("during/*"));
        assertThat(plan.path("steps")).hasSize(8);

        JsonNode execution = applied(plan, turnstile.hold("during/a"), () -> {
            estate.registry().tag("during/tagged", condemned("during/tagged"), "rescued");
            estate.push("during/signed", ReferrerTags.signature(condemned("during/signed")));
            attest("during/attested", condemned("during/attested"));
            estate.run("late", estate.image("during/deployed") + "@" + deployed);
            estate.update("during", estate.image("during/updated") + "@" + updated);
            watched.keepFromNowOn("during/policed", api);
        });

        assertThat(execution.path("state").asText()).isEqualTo("done");
        assertThat(detail(execution, "during/a")).isEqualTo("done: ");
        assertThat(detail(execution, "during/z")).isEqualTo("done: ");
        assertThat(detail(execution, "during/tagged")).startsWith("skipped: no rule removes it");
        assertThat(detail(execution, "during/signed")).startsWith("skipped: it hangs together with ");
        assertThat(detail(execution, "during/attested")).startsWith("skipped: it hangs together with ");
        assertThat(detail(execution, "during/deployed")).startsWith("skipped: ").contains("container late");
        assertThat(detail(execution, "during/updated")).startsWith("skipped: ").contains("service during");
        assertThat(detail(execution, "during/policed")).startsWith("skipped: ").contains("1.0");
        Map<String, Map<String, Digest>> left = estate.tags("during/");
        assertThat(left.get("during/a")).containsOnlyKeys("1.1");
        assertThat(left.get("during/z")).containsOnlyKeys("1.1");
        assertThat(left.get("during/deployed")).containsEntry("1.0", deployed);
        assertThat(left.get("during/updated")).containsEntry("1.0", updated);
        estate.copyWhole(left);
    }

    @Test
    void skipsTheRestOnceAnEnvironmentFallsSilent() throws IOException, InterruptedException, ExecutionException {
        JsonNode plan = api.propose("side", Watched.versions("silent/*"));
        assertThat(plan.path("steps")).hasSize(2);

        JsonNode execution = applied(plan, side.hold("silent/a"), lone::close);

        assertThat(execution.path("state").asText()).isEqualTo("done");
        assertThat(detail(execution, "silent/a")).isEqualTo("done: ");
        assertThat(detail(execution, "silent/z")).startsWith("skipped: ").contains("lone");
        estate.copyWhole(estate.tags("silent/"));
    }

    @Test
    void skipsTheRestOnceItsClockJumps() throws IOException, InterruptedException, ExecutionException {
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "clock/during-*"));
        assertThat(plan.path("steps")).hasSize(2);
        JsonNode execution;
        try {
            execution = applied(plan, turnstile.hold("clock/during-a"), RacesDuringTest::jump);
        } finally {
            jumpBack();
        }

        assertThat(execution.path("state").asText()).isEqualTo("done");
        assertThat(detail(execution, "clock/during-a")).isEqualTo("done: ");
        assertThat(detail(execution, "clock/during-z")).startsWith("skipped: ");
        estate.copyWhole(estate.tags("clock/during-"));
    }

    @Test
    void doesNothingOnceItsClockJumped() throws IOException, InterruptedException {
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "clock/before"));
        assertThat(plan.path("steps")).hasSize(1);
        api.approve(plan);
        Map<String, Map<String, Digest>> before = estate.tags("clock/before");
        JsonNode ended;
        try {
            jump();
            ended = api.ended(api.begin(plan));
        } finally {
            jumpBack();
        }

        assertThat(Api.outcomes(ended).values()).containsOnly("skipped");
        assertThat(estate.tags("clock/before")).isEqualTo(before);
    }

    /// Something that happens.
    @FunctionalInterface
    private interface Move {
        void happen() throws IOException, InterruptedException;
    }

    /// What came of a plan that was approved and carried out by command while something happened.
    private static JsonNode applied(JsonNode plan, Turnstile.Held first, Move meanwhile)
            throws IOException, InterruptedException, ExecutionException {
        api.approve(plan);
        Future<Regent.Ran> applying =
                threads.submit(() -> regent.run("apply", plan.path("digest").asText(), "--wait", "--output", "json"));
        try (first) {
            first.await();
            meanwhile.happen();
        }
        return applying.get().with(4);
    }

    private static void jump() throws InterruptedException {
        clock.jump(JUMP);
        Awaited.until(RacesDuringTest::jumped);
    }

    private static void jumpBack() throws InterruptedException {
        clock.jump(Duration.ZERO);
        Awaited.until(() -> !jumped());
    }

    private static boolean jumped() throws IOException, InterruptedException {
        return api.get("/doctor").with(200).toString().contains("our clock is 600");
    }

    private static Digest condemned(String repository) throws IOException {
        return Objects.requireNonNull(estate.tags(repository).get(repository).get("1.0"));
    }

    /// Pushes a referrer, and lists it where the registry has no list of referrers.
    private static void attest(String repository, Digest subject) throws IOException, InterruptedException {
        byte[] image = estate.registry()
                .get("/v2/" + repository + "/manifests/" + subject)
                .body();
        ObjectNode artifact = (ObjectNode) JSON.readTree(image);
        artifact.put("artifactType", "application/vnd.in-toto+json");
        artifact.set("subject", descriptor(image));
        byte[] referrer = JSON.writeValueAsBytes(artifact);
        estate.registry().put(repository, Digest.sha256(referrer).value(), MediaTypes.OCI_MANIFEST, referrer);
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        index.withArray("manifests").add(descriptor(referrer));
        estate.registry()
                .put(repository, ReferrerTags.fallback(subject), MediaTypes.OCI_INDEX, JSON.writeValueAsBytes(index));
    }

    private static ObjectNode descriptor(byte[] manifest) {
        return JSON.createObjectNode()
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put("digest", Digest.sha256(manifest).value())
                .put("size", manifest.length);
    }

    private static String detail(JsonNode execution, String repository) {
        List<String> details = Api.details(execution, repository);
        assertThat(details).as(execution.toPrettyString()).hasSize(1);
        return details.getFirst();
    }
}
