package dev.regent.testkit.world;

import dev.regent.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a world as CNCF Distribution's filesystem driver lays it out, so that the real registry
/// serves it.
///
/// @see <a
///     href="https://github.com/distribution/distribution/blob/v2.8.2/registry/storage/paths.go">
///     Distribution 2.8.2</a>
public final class VolumeWriter {

    /// Where Distribution puts everything, below its root directory.
    static final String BASE = "docker/registry/v2";

    private VolumeWriter() {}

    /// Writes everything; what is there already stays.
    ///
    /// @param directory Distribution's `rootdirectory`; made if it is not there
    public static void write(World world, Path directory) throws IOException {
        Path base = directory.resolve(BASE);
        for (var blob : world.blobs().entrySet()) {
            String hex = blob.getKey().hex();
            Path folder = base.resolve("blobs")
                    .resolve(blob.getKey().algorithm())
                    .resolve(hex.substring(0, 2))
                    .resolve(hex);
            Files.createDirectories(folder);
            Files.write(folder.resolve("data"), blob.getValue());
        }
        for (var repository : world.repositories().entrySet()) {
            write(world, repository.getValue(), base.resolve("repositories").resolve(repository.getKey()));
        }
    }

    private static void write(World world, World.Repository repository, Path folder) throws IOException {
        Path layers = Files.createDirectories(folder.resolve("_layers"));
        Files.createDirectories(folder.resolve("_uploads"));
        Path revisions = Files.createDirectories(folder.resolve("_manifests/revisions"));
        for (Digest digest : repository.manifests()) {
            link(revisions, digest);
            byte[] content = world.blobs().get(digest);
            if (content != null) {
                for (StoredManifest.Part blob : StoredManifest.read(content).blobs()) {
                    link(layers, blob.digest());
                }
            }
        }
        for (var tag : repository.tags().entrySet()) {
            Path history = folder.resolve("_manifests/tags").resolve(tag.getKey());
            Path current = Files.createDirectories(history.resolve("current"));
            Files.writeString(current.resolve("link"), tag.getValue().value(), StandardCharsets.UTF_8);
            link(history.resolve("index"), tag.getValue());
        }
    }

    private static void link(Path folder, Digest digest) throws IOException {
        Path entry = Files.createDirectories(folder.resolve(digest.algorithm()).resolve(digest.hex()));
        Files.writeString(entry.resolve("link"), digest.value(), StandardCharsets.UTF_8);
    }
}
