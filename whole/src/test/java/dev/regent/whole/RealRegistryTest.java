package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plan, approve, apply and undo against CNCF Distribution itself, with its own garbage collection.
class RealRegistryTest {

    @TempDir
    private static Path volumes;

    private static final Map<String, RealRegistry> REGISTRIES = new HashMap<>();
    private static RealServer server;
    private static Api api;

    /// What a registry says it holds.
    private record Content(Map<String, SortedMap<String, Digest>> tags, Map<String, Set<Digest>> manifests) {
        static Content of(World world) {
            Content content = new Content(new TreeMap<>(), new TreeMap<>());
            world.repositories().forEach((name, repository) -> {
                content.tags().put(name, new TreeMap<>(repository.tags()));
                content.manifests().put(name, new TreeSet<>(repository.manifests()));
            });
            return content;
        }

        /// The same without what a plan deletes.
        Content without(JsonNode plan) {
            plan.path("steps").forEach(step -> {
                String repository = step.path("repository").asText();
                Digest digest = new Digest(step.path("digest").asText());
                manifests.get(repository).remove(digest);
                step.path("tags").forEach(tag -> tags.get(repository).remove(tag.asText()));
            });
            return this;
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        Watched watched = new Watched();
        watched.policy("newest", Watched.keepNewest(2, "**"));
        for (String name : new String[] {"collected", "undone"}) {
            World world = new World();
            new Builds(world, "team/app").images(6);
            new Builds(world, "team/multi").signedIndex(0, "1.0");
            new Builds(world, "team/multi").signedIndex(1, "1.1");
            new Builds(world, "team/multi").signedIndex(2, "1.2");
            Path volume = Files.createDirectory(volumes.resolve(name));
            VolumeWriter.write(world, volume);
            RealRegistry registry = RealRegistry.start(volume);
            REGISTRIES.put(name, registry);
            watched.registry(name, registry.uri(), "storage: \"" + volume + "\", " + Watched.UNUSED);
        }
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        REGISTRIES.values().forEach(RealRegistry::close);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void deletesWhatThePlanSaidAndFreesToTheByteWhatItSaid() throws IOException, InterruptedException {
        RealRegistry registry = registry("collected");
        Content before = Content.of(VolumeReader.read(registry.storage()));

        JsonNode plan = api.propose("collected");
        JsonNode execution = api.ended(api.apply(plan));

        assertThat(execution.path("state").asText()).isEqualTo("done");
        assertThat(plan.path("steps")).isNotEmpty();
        assertThat(Api.outcomes(execution).values()).containsOnly("done").hasSize(plan.path("steps").size());
        assertThat(tagsServed(registry)).isEqualTo(before.without(plan).tags());
        long stored = bytes(registry.storage());
        registry.garbageCollect();
        long freed = stored - bytes(registry.storage());
        assertThat(freed).isEqualTo(execution.path("freedBytes").asLong());
        assertThat(plan.path("reclaimExact").asBoolean()).isTrue();
        assertThat(freed).isEqualTo(plan.path("reclaimBytes").asLong());
        assertThat(api.propose("collected").path("steps")).isEmpty();

        Content collected = Content.of(VolumeReader.read(registry.storage()));
        JsonNode undo = api.ended(api.undo(execution.path("execution").asText()));

        assertThat(Api.outcomes(undo).values()).containsOnly("impossible");
        assertThat(Content.of(VolumeReader.read(registry.storage()))).isEqualTo(collected);
    }

    @Test
    void putsBackTheSameDigestsUnderTheSameTags() throws IOException, InterruptedException {
        RealRegistry registry = registry("undone");
        Content before = Content.of(VolumeReader.read(registry.storage()));
        JsonNode execution = api.ended(api.apply(api.propose("undone")));
        assertThat(execution.path("undo").path("possible").asBoolean()).isTrue();

        JsonNode undo = api.ended(api.undo(execution.path("execution").asText()));

        assertThat(undo.path("state").asText()).isEqualTo("done");
        assertThat(Api.outcomes(undo).values()).containsOnly("done");
        assertThat(Content.of(VolumeReader.read(registry.storage()))).isEqualTo(before);
        assertThat(tagsServed(registry)).isEqualTo(before.tags());
        assertThat(api.propose("undone").path("steps"))
                .as("what came back is not proposed again by itself")
                .isEmpty();
    }

    private static RealRegistry registry(String name) {
        return Objects.requireNonNull(REGISTRIES.get(name));
    }

    /// Where tags point as the registry itself answers.
    private static Map<String, SortedMap<String, Digest>> tagsServed(RealRegistry registry)
            throws IOException, InterruptedException {
        JsonMapper json = new JsonMapper();
        Map<String, SortedMap<String, Digest>> served = new TreeMap<>();
        for (JsonNode name : json.readTree(registry.get("/v2/_catalog").body()).path("repositories")) {
            SortedMap<String, Digest> tags = new TreeMap<>();
            String base = "/v2/" + name.asText();
            for (JsonNode tag : json.readTree(registry.get(base + "/tags/list").body()).path("tags")) {
                tags.put(
                        tag.asText(),
                        new Digest(registry.get(base + "/manifests/" + tag.asText())
                                .headers()
                                .firstValue("Docker-Content-Digest")
                                .orElseThrow()));
            }
            served.put(name.asText(), tags);
        }
        return served;
    }

    private static long bytes(Path storage) throws IOException {
        try (Stream<Path> files = Files.walk(storage.resolve("docker/registry/v2/blobs"))) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
