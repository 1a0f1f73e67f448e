package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.peer.Skopeo;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way on real programs: a Swarm runs images that it pushed to CNCF Distribution, a person gives commands,
/// and the world moves on meanwhile.
class RealEstateTest {

    private static final List<String> MOVING = List.of("still", "tagged", "signed", "deployed", "updated", "policed");

    @TempDir
    private static Path folder;

    private static RealEstate estate;
    private static Watched watched;
    private static RealServer server;
    private static Api api;
    private static Regent regent;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        World world = new World();
        for (int build = 0; build < 3; build++) {
            new Builds(world, "flow/multi").signedIndex(build, "1." + build);
        }
        new Builds(world, "silent/app").images(3);
        estate = RealEstate.start(world);
        watched = new Watched()
                .environment("swarm", estate.engine().unix())
                .registry("main", estate.registry().uri(), "environments: [swarm], environmentsComplete: true")
                .rest("grace: 0s\napproval: {distinctApprover: false}\ntimeout: 3s\n");
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
        regent = new Regent(Files.createDirectory(folder.resolve("home")));
        regent.run(
                        "login",
                        server.url().toString(),
                        "--token-file",
                        "" + server.data().resolve("admin-token"))
                .good();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (estate != null) {
            estate.close();
        }
    }

    @Test
    void leavesWholeWhatSurvivesAndWhatRunsAndPutsTheRestBack() throws IOException, InterruptedException {
        for (String version : List.of("1.0", "2.0", "3.0", "4.0")) {
            estate.push("flow/web", version);
        }
        Digest running = estate.push("flow/db", "1.0");
        estate.run("db", estate.image("flow/db") + ":1.0");
        estate.push("flow/db", "2.0");
        estate.push("flow/db", "3.0");
        estate.service("web", estate.image("flow/web") + ":1.0");
        estate.update("web", estate.image("flow/web") + ":2.0");
        Map<String, Map<String, Digest>> before = estate.tags("flow/");
        Map<String, Set<Digest>> manifests = estate.manifests("flow/");

        JsonNode plan = regent.run("plan", "--registry", "main", "--policy", policy("flow/*"), "--output", "json")
                .with(0);
        String digest = plan.path("digest").asText();
        regent.run("approve", digest, "--reason", "looked at it", "--allow-large")
                .good();
        JsonNode execution =
                regent.run("apply", digest, "--wait", "--output", "json").with(0);

        assertThat(execution.path("state").asText()).isEqualTo("done");
        Map<String, Map<String, Digest>> left = estate.tags("flow/");
        assertThat(left.get("flow/web")).containsOnlyKeys("1.0", "2.0", "4.0");
        assertThat(left.get("flow/db")).containsOnlyKeys("1.0", "3.0");
        assertThat(left.get("flow/multi").keySet()).contains("1.2").doesNotContain("1.0", "1.1");
        estate.copyWhole(left);
        assertThat(left.get("flow/db")).containsEntry("1.0", running);
        List<String> used = imagesOfRunningContainers();
        assertThat(used).anyMatch(name -> name.endsWith("@" + running)).hasSizeGreaterThanOrEqualTo(2);
        for (String name : used) {
            Skopeo.copyWhole(name);
        }

        JsonNode undo = regent.run("undo", execution.path("execution").asText(), "--wait", "--output", "json")
                .with(0);
        assertThat(undo.path("state").asText()).isEqualTo("done");
        assertThat(estate.tags("flow/")).isEqualTo(before);
        assertThat(estate.manifests("flow/")).isEqualTo(manifests);
    }

    /// By digest, as the engine pulled or pushed them.
    private static List<String> imagesOfRunningContainers() throws InterruptedException {
        List<String> images = new ArrayList<>();
        for (String container : estate.engine().docker("ps", "--quiet").lines().toList()) {
            String id = estate.engine().docker("inspect", "--format", "{{.Image}}", container);
            estate.engine()
                    .docker("image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", id)
                    .lines()
                    .filter(name -> name.startsWith(estate.registry().host() + "/flow/"))
                    .forEach(images::add);
        }
        return images;
    }

    @Test
    void skipsAndTellsWhatMovedBetweenApprovalAndDeletion() throws IOException, InterruptedException {
        Map<String, Digest> oldest = new HashMap<>();
        for (String name : MOVING) {
            oldest.put(name, estate.push("moving/" + name, "1.0"));
            estate.push("moving/" + name, "2.0");
        }
        estate.service("moving", estate.image("moving/updated") + ":2.0");
        JsonNode plan = regent.run("plan", "--registry", "main", "--policy", policy("moving/*"), "--output", "json")
                .with(0);
        assertThat(plan.path("steps")).hasSize(MOVING.size());
        String digest = plan.path("digest").asText();
        regent.run("approve", digest, "--reason", "looked at it", "--allow-large")
                .good();

        estate.registry().tag("moving/tagged", oldest.get("tagged"), "rescued");
        estate.push("moving/signed", ReferrerTags.signature(oldest.get("signed")));
        estate.run("late", estate.image("moving/deployed") + "@" + oldest.get("deployed"));
        estate.update("moving", estate.image("moving/updated") + "@" + oldest.get("updated"));
        watched.keepFromNowOn("moving/policed", api);
        JsonNode execution =
                regent.run("apply", digest, "--wait", "--output", "json").with(4);

        assertThat(detail(execution, "still")).isEqualTo("done: ");
        assertThat(detail(execution, "tagged")).startsWith("skipped: no rule removes it");
        assertThat(detail(execution, "signed")).startsWith("skipped: ");
        assertThat(detail(execution, "deployed")).startsWith("skipped: ").contains("late");
        assertThat(detail(execution, "updated")).startsWith("skipped: ").contains("service moving");
        assertThat(detail(execution, "policed")).startsWith("skipped: ").contains("1.0");
        for (String name : MOVING) {
            if (!name.equals("still")) {
                Skopeo.copyWhole(estate.image("moving/" + name) + "@" + oldest.get(name));
            }
        }
    }

    @Test
    void knowsWithinSecondsWhatAContainerUsesThatStarted() throws IOException, InterruptedException {
        Digest digest = estate.push("fresh/app", "1.0");
        String uses = "/uses?image=" + URLEncoder.encode("fresh/app@" + digest, StandardCharsets.UTF_8);
        Awaited.until(() ->
                api.get("/environments").with(200).findValuesAsText("freshness").contains("events"));
        assertThat(api.get(uses).with(200).path("items")).isEmpty();

        long began = System.nanoTime();
        estate.run("fresh", estate.image("fresh/app") + ":1.0");
        // Between being made and being started it is known too, as one that is not running yet.
        JsonNode known = Awaited.value(
                () -> api.get(uses).with(200).path("items"),
                items -> items.findValuesAsText("workload").contains("container fresh"));

        System.out.println("a container that started was known after "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms, docker run included");
        assertThat(known.path(0).path("environment").asText()).isEqualTo("swarm");
        assertThat(known.path(0).path("workload").asText()).isEqualTo("container fresh");
        assertThat(known.path(0).path("kind").asText()).isEqualTo("running");
    }

    @Test
    void doesNothingWhileAnEnvironmentIsSilent() throws IOException, InterruptedException {
        JsonNode plan = api.propose("main", Watched.versions("silent/*"));
        api.approve(plan);
        Map<String, Map<String, Digest>> before = estate.tags("silent/");

        estate.engine().freeze();
        JsonNode ended;
        try {
            ended = api.ended(api.begin(plan));
        } finally {
            estate.engine().thaw();
        }

        assertThat(Api.outcomes(ended).values()).containsOnly("skipped").hasSize(2);
        assertThat(Api.details(ended, "silent/app"))
                .allSatisfy(detail -> assertThat(detail).contains("swarm"));
        assertThat(estate.tags("silent/")).isEqualTo(before);
    }

    private static String policy(String repositories) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "policy", ".yaml"), Watched.versions(repositories))
                .toString();
    }

    private static String detail(JsonNode execution, String name) {
        List<String> details = new ArrayList<>(Api.details(execution, "moving/" + name));
        assertThat(details).as(execution.toPrettyString()).hasSize(1);
        return details.getFirst();
    }
}
