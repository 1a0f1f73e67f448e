package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.FalseClock;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.peer.Skopeo;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.VolumeWriter;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

    private static RealRegistry registry;
    private static RealEngine engine;
    private static Watched watched;
    private static RealServer server;
    private static Api api;
    private static Regent regent;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        Peers.require(RealEngine.NAME, RealEngine.available());
        Peers.require(Skopeo.NAME, Skopeo.available());
        Peers.require(FalseClock.NAME, FalseClock.available());
        World world = new World();
        for (int build = 0; build < 3; build++) {
            new Builds(world, "flow/multi").signedIndex(build, "1." + build);
        }
        for (int number = 10; number < 70; number++) {
            new Builds(world, "during/a" + number).images(2);
        }
        new Builds(world, "during/z").images(2);
        new Builds(world, "clock/app").images(3);
        new Builds(world, "silent/app").images(3);
        Path volume = Files.createDirectory(folder.resolve("volume"));
        VolumeWriter.write(world, volume);
        registry = RealRegistry.start(volume);
        engine = RealEngine.start();
        engine.initSwarm();
        watched = new Watched()
                .environment("swarm", engine.unix())
                .registry("main", registry.uri(), "environments: [swarm], environmentsComplete: true")
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
        if (engine != null) {
            engine.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void leavesWholeWhatSurvivesAndWhatRunsAndPutsTheRestBack() throws IOException, InterruptedException {
        for (String version : List.of("1.0", "2.0", "3.0", "4.0")) {
            push("flow/web", version);
        }
        Digest running = push("flow/db", "1.0");
        engine.docker("run", "--detach", "--network", "none", "--name", "db", image("flow/db") + ":1.0");
        push("flow/db", "2.0");
        push("flow/db", "3.0");
        service("web", image("flow/web") + ":1.0");
        update("web", image("flow/web") + ":2.0");
        Map<String, Map<String, Digest>> before = tags("flow/");
        Map<String, Set<Digest>> manifests = manifests("flow/");

        JsonNode plan = regent.run("plan", "--registry", "main", "--policy", policy("flow/*"), "--output", "json")
                .with(0);
        String digest = plan.path("digest").asText();
        regent.run("approve", digest, "--reason", "looked at it", "--allow-large")
                .good();
        JsonNode execution =
                regent.run("apply", digest, "--wait", "--output", "json").with(0);

        assertThat(execution.path("state").asText()).isEqualTo("done");
        Map<String, Map<String, Digest>> left = tags("flow/");
        assertThat(left.get("flow/web")).containsOnlyKeys("1.0", "2.0", "4.0");
        assertThat(left.get("flow/db")).containsOnlyKeys("1.0", "3.0");
        assertThat(left.get("flow/multi").keySet()).contains("1.2").doesNotContain("1.0", "1.1");
        for (Map.Entry<String, Map<String, Digest>> repository : left.entrySet()) {
            for (String tag : repository.getValue().keySet()) {
                Skopeo.copyWhole(image(repository.getKey()) + ":" + tag);
            }
        }
        assertThat(left.get("flow/db")).containsEntry("1.0", running);
        List<String> used = imagesOfRunningContainers();
        assertThat(used).anyMatch(name -> name.endsWith("@" + running)).hasSizeGreaterThanOrEqualTo(2);
        for (String name : used) {
            Skopeo.copyWhole(name);
        }

        JsonNode undo = regent.run("undo", execution.path("execution").asText(), "--wait", "--output", "json")
                .with(0);
        assertThat(undo.path("state").asText()).isEqualTo("done");
        assertThat(tags("flow/")).isEqualTo(before);
        assertThat(manifests("flow/")).isEqualTo(manifests);
    }

    /// By digest, as the engine pulled or pushed them.
    private static List<String> imagesOfRunningContainers() throws InterruptedException {
        List<String> images = new ArrayList<>();
        for (String container : engine.docker("ps", "--quiet").lines().toList()) {
            String id = engine.docker("inspect", "--format", "{{.Image}}", container);
            engine.docker("image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", id)
                    .lines()
                    .filter(name -> name.startsWith(registry.host() + "/flow/"))
                    .forEach(images::add);
        }
        return images;
    }

    @Test
    void skipsAndTellsWhatMovedBetweenApprovalAndDeletion() throws IOException, InterruptedException {
        Map<String, Digest> oldest = new HashMap<>();
        for (String name : MOVING) {
            oldest.put(name, push("moving/" + name, "1.0"));
            push("moving/" + name, "2.0");
        }
        service("moving", image("moving/updated") + ":2.0");
        JsonNode plan = regent.run("plan", "--registry", "main", "--policy", policy("moving/*"), "--output", "json")
                .with(0);
        assertThat(plan.path("steps")).hasSize(MOVING.size());
        String digest = plan.path("digest").asText();
        regent.run("approve", digest, "--reason", "looked at it", "--allow-large")
                .good();

        registry.tag("moving/tagged", oldest.get("tagged"), "rescued");
        push("moving/signed", ReferrerTags.signature(oldest.get("signed")));
        engine.docker(
                "run",
                "--detach",
                "--network",
                "none",
                "--name",
                "late",
                image("moving/deployed") + "@" + oldest.get("deployed"));
        update("moving", image("moving/updated") + "@" + oldest.get("updated"));
        police();
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
                Skopeo.copyWhole(image("moving/" + name) + "@" + oldest.get(name));
            }
        }
    }

    private static void police() throws IOException, InterruptedException {
        int before = api.get("/policies").with(200).path("items").size();
        watched.policy("tighter", """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: tighter}
                scope: {repositories: ["moving/policed"]}
                rules:
                  - keep: {tags: ["1.0"]}
                """);
        Awaited.until(() -> api.get("/policies").with(200).path("items").size() > before);
    }

    @Test
    void skipsWhatIsTaggedWhileItIsCarriedOut() throws IOException, InterruptedException {
        Digest last = Objects.requireNonNull(tags("during/z").get("during/z").get("1.0"));
        JsonNode plan = api.propose("main", text("during/*"));
        String execution = api.apply(plan);

        api.done(execution, 1);
        registry.tag("during/z", last, "rescued");
        JsonNode ended = api.ended(execution);

        assertThat(Api.details(ended, "during/z")).singleElement().asString().startsWith("skipped: no rule removes it");
        assertThat(ended.path("counts").path("done").asInt()).isEqualTo(60);
        Skopeo.copyWhole(image("during/z") + ":rescued");
    }

    @Test
    void knowsWithinSecondsWhatAContainerUsesThatStarted() throws IOException, InterruptedException {
        Digest digest = push("fresh/app", "1.0");
        String uses = "/uses?image=" + URLEncoder.encode("fresh/app@" + digest, StandardCharsets.UTF_8);
        Awaited.until(() ->
                api.get("/environments").with(200).findValuesAsText("freshness").contains("events"));
        assertThat(api.get(uses).with(200).path("items")).isEmpty();

        long began = System.nanoTime();
        engine.docker("run", "--detach", "--network", "none", "--name", "fresh", image("fresh/app") + ":1.0");
        JsonNode known = Awaited.value(() -> api.get(uses).with(200).path("items"), items -> !items.isEmpty());

        System.out.println("a container that started was known after "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms, docker run included");
        assertThat(known.path(0).path("environment").asText()).isEqualTo("swarm");
        assertThat(known.path(0).path("workload").asText()).isEqualTo("container fresh");
        assertThat(known.path(0).path("kind").asText()).isEqualTo("running");
    }

    @Test
    void doesNothingWhileAnEnvironmentIsSilent() throws IOException, InterruptedException {
        JsonNode plan = api.propose("main", text("silent/*"));
        api.approve(plan);
        Map<String, Map<String, Digest>> before = tags("silent/");

        engine.freeze();
        JsonNode ended;
        try {
            ended = api.ended(api.begin(plan));
        } finally {
            engine.thaw();
        }

        assertThat(Api.outcomes(ended).values()).containsOnly("skipped").hasSize(2);
        assertThat(Api.details(ended, "silent/app"))
                .allSatisfy(detail -> assertThat(detail).contains("swarm"));
        assertThat(tags("silent/")).isEqualTo(before);
    }

    @Test
    void doesNothingOnceItsClockJumped() throws IOException, InterruptedException {
        FalseClock clock = FalseClock.in(RealServer.folder());
        Path alone = new Watched()
                .registry("main", registry.uri(), "repositories: [\"clock/*\"], " + Watched.UNUSED)
                .write();
        try (RealServer jumping = RealServer.start(alone, new RealServer.Options(clock.variables(), List.of()))) {
            Api there = new Api(jumping.url(), jumping.token());
            JsonNode plan = there.propose("main", Watched.keepNewest(1, "clock/*"));
            assertThat(plan.path("steps")).hasSize(2);
            there.approve(plan);
            Map<String, Map<String, Digest>> before = tags("clock/");

            clock.jump(Duration.ofMinutes(10));
            Awaited.until(() -> there.get("/doctor").with(200).toString().contains("our clock is 600"));
            JsonNode ended = there.ended(there.begin(plan));

            assertThat(Api.outcomes(ended).values()).containsOnly("skipped").hasSize(2);
            assertThat(tags("clock/")).isEqualTo(before);
        }
    }

    private static String image(String repository) {
        return registry.host() + "/" + repository;
    }

    private static Digest push(String repository, String tag) throws InterruptedException {
        String reference = image(repository) + ":" + tag;
        engine.make(reference, reference);
        return engine.push(reference);
    }

    private static void service(String name, String image) throws InterruptedException {
        engine.docker(
                "service",
                "create",
                "--quiet",
                "--name",
                name,
                "--network",
                "host",
                "--stop-grace-period",
                "0s",
                "--update-monitor",
                "100ms",
                image);
    }

    private static void update(String service, String image) throws InterruptedException {
        engine.docker("service", "update", "--quiet", "--image", image, service);
    }

    /// Keeps the newest image of each repository, and of the others those whose tag is no version.
    private static String text(String repositories) {
        return """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: versions}
                scope: {repositories: ["%s"]}
                rules:
                  - keep: {newest: 1}
                  - remove: {tagPattern: "^[0-9]"}
                """.formatted(repositories);
    }

    private static String policy(String repositories) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "policy", ".yaml"), text(repositories))
                .toString();
    }

    private static String detail(JsonNode execution, String name) {
        List<String> details = new ArrayList<>(Api.details(execution, "moving/" + name));
        assertThat(details).as(execution.toPrettyString()).hasSize(1);
        return details.getFirst();
    }

    private static Map<String, Set<Digest>> manifests(String beginning) throws IOException {
        Map<String, Set<Digest>> manifests = new TreeMap<>();
        VolumeReader.read(registry.storage()).repositories().forEach((name, repository) -> {
            if (name.startsWith(beginning)) {
                manifests.put(name, Set.copyOf(repository.manifests()));
            }
        });
        return manifests;
    }

    /// Where tags point, by repository, of those whose name begins so.
    private static Map<String, Map<String, Digest>> tags(String beginning) throws IOException {
        Map<String, Map<String, Digest>> tags = new TreeMap<>();
        VolumeReader.read(registry.storage()).repositories().forEach((name, repository) -> {
            if (name.startsWith(beginning)) {
                tags.put(name, new TreeMap<>(repository.tags()));
            }
        });
        return tags;
    }
}
