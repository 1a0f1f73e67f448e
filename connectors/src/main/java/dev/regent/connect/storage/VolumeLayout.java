package dev.regent.connect.storage;

import dev.regent.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where Distribution's filesystem driver puts what.
///
/// Source: Distribution v2.8.2, `registry/storage/paths.go`.
final class VolumeLayout {

    private final Path root;

    /// @param directory what Distribution calls `rootdirectory`
    VolumeLayout(Path directory) {
        this.root = directory.resolve("docker/registry/v2");
    }

    Path root() {
        return root;
    }

    Path repositories() {
        return root.resolve("repositories");
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    /// What GitLab's registry leaves where it keeps tags and manifests in a database instead.
    Path otherProductsMark() {
        return root.resolveSibling("lockfiles");
    }

    Path blob(Digest digest) {
        return blobs().resolve(digest.algorithm())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
    }

    static Path tags(Path repository) {
        return repository.resolve("_manifests/tags");
    }

    static Path revisions(Path repository) {
        return repository.resolve("_manifests/revisions");
    }

    /// The names in a folder, sorted; none if there is no such folder.
    static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /// The digest that a link file holds; empty if there is no such file.
    ///
    /// @throws IOException if it holds something else
    static Optional<Digest> link(Path file) throws IOException {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
            if (!Digest.isDigest(text)) {
                throw new IOException("a link file that holds no digest");
            }
            return Optional.of(new Digest(text));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }
}
