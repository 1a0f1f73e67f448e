package dev.regent.connect.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.BuildTimes;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A volume with two repositories, to be spoilt and looked at.
abstract class VolumeScene {

    static final String LOST = "sha256:" + "0".repeat(64);

    final World world = new World();
    final Digest app = ImageBuilder.in(world, "team/app", "app")
            .created("2024-01-01T00:00:00Z")
            .layer("base")
            .push("1.0");
    final Digest web = ImageBuilder.in(world, "team/web", "web").layer("base").push("2.0");
    Path volume = Path.of("unset");

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        volume = folder;
        VolumeWriter.write(world, folder);
    }

    RegistryObservation look() throws InterruptedException {
        return look(BuildTimes.NONE, _ -> true);
    }

    RegistryObservation look(BuildTimes times, Predicate<String> matching) throws InterruptedException {
        return new StoredRegistry(new RegistryIdentity("main", true, Set.of()), volume, matching)
                .observe(times, Progress.SILENT);
    }

    Path root() {
        return volume.resolve("docker/registry/v2");
    }

    Path repository(String name) {
        return root().resolve("repositories").resolve(name);
    }

    Path tagLink(String tag) {
        return repository("team/app").resolve("_manifests/tags/" + tag + "/current/link");
    }

    Path revision(Digest digest) {
        return repository("team/app").resolve("_manifests/revisions/sha256/" + digest.hex());
    }

    Path blob(Digest digest) {
        return root().resolve("blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + "/data");
    }

    static void remove(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    static RepositoryObservation repository(RegistryObservation observation, String name) {
        return observation.repositories().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not observed: " + observation));
    }

    static RepositoryObservation repository(
            String name, Map<String, TagTarget> tags, Set<Digest> manifests, Gap... gaps) {
        return new RepositoryObservation(name, new TreeMap<>(tags), manifests, Set.of(), List.of(gaps));
    }

    static Gap gap(String what, String why) {
        return new Gap(Gap.Kind.STRUCTURE, what, why);
    }

    RepositoryObservation heardWeb() {
        return repository("team/web", Map.of("2.0", new TagTarget.Points(web)), Set.of(web));
    }

    void assertWebIsHeard(RegistryObservation observation) {
        assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
        assertThat(repository(observation, "team/web")).isEqualTo(heardWeb());
    }
}
