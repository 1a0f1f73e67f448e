package dev.regent.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.world.StoredManifest.Kind;
import dev.regent.testkit.world.WorldGenerator.Size;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() throws Exception {
        World world = WorldGenerator.generate(7, new Size(4, 20, 0.5), NOW);
        VolumeWriter.write(world, folder);
        World read = VolumeReader.read(folder);

        assertThat(shape(read)).isEqualTo(shape(world));
        assertThat(read.blobs().keySet()).isEqualTo(world.blobs().keySet());
    }

    @Test
    void isServedByTheRealRegistryToTheByte() throws Exception {
        World world = WorldGenerator.generate(11, new Size(4, 20, 0), NOW);
        Path volume = folder.resolve("volume");
        VolumeWriter.write(world, volume);

        Peers.require(RealRegistry.NAME, RealRegistry.available());
        try (RealRegistry registry = RealRegistry.start(volume)) {
            JsonNode catalog = JSON.readTree(registry.get("/v2/_catalog?n=1000").body());
            assertThat(texts(catalog.path("repositories")))
                    .isEqualTo(world.repositories().keySet());
            for (String name : world.repositories().keySet()) {
                assertServed(registry, world, name);
            }
        }
    }

    private static void assertServed(RealRegistry registry, World world, String name) throws Exception {
        World.Repository repository = world.repository(name);
        JsonNode listed =
                JSON.readTree(registry.get("/v2/" + name + "/tags/list").body());
        assertThat(texts(listed.path("tags"))).isEqualTo(repository.tags().keySet());
        for (Digest digest : repository.manifests()) {
            byte[] content = world.blobs().get(digest);
            var answer = registry.get("/v2/" + name + "/manifests/" + digest);
            assertThat(unsigned(answer.body(), content))
                    .as("%s@%s", name, digest)
                    .isEqualTo(content);
            for (StoredManifest.Part blob : StoredManifest.read(content).blobs()) {
                int expected = world.blobs().containsKey(blob.digest()) ? 200 : 404;
                assertThat(registry.get("/v2/" + name + "/blobs/" + blob.digest())
                                .statusCode())
                        .isEqualTo(expected);
            }
        }
        for (var tag : repository.tags().entrySet()) {
            boolean there = repository.manifests().contains(tag.getValue());
            var answer = registry.get("/v2/" + name + "/manifests/" + tag.getKey());
            assertThat(answer.statusCode()).as("%s:%s", name, tag).isEqualTo(there ? 200 : 404);
            assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                    .isEqualTo(there ? Optional.of(tag.getValue().value()) : Optional.empty());
        }
    }

    /// Distribution 2.8.2 serves schema 1 signed anew: not the bytes that the digest names, but
    /// these bytes with signatures before the last brace.
    private static byte[] unsigned(byte[] served, byte[] stored) {
        if (StoredManifest.read(stored).kind() != Kind.SCHEMA1) {
            return served;
        }
        assertThat(new String(served, StandardCharsets.UTF_8)).contains("\"signatures\":");
        byte[] payload = Arrays.copyOf(served, stored.length);
        payload[stored.length - 1] = '}';
        return payload;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /// Repositories with their tags and manifests.
    private static Map<String, String> shape(World world) {
        return world.repositories().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        repository -> repository.getValue().tags() + " "
                                + repository.getValue().manifests(),
                        (a, b) -> a + b,
                        TreeMap::new));
    }
}
