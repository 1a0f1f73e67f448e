package dev.regent.connect.storage;

import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where Distribution's filesystem driver puts what.
///
/// Source: Distribution v2.8.2, `registry/storage/paths.go`.
final class VolumeLayout {

    /// More than a digest takes, with a blank or two around it.
    private static final int LONGEST_LINK = 200;

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

    /// One folder for each upload that wasn't finished.
    static Path uploads(Path repository) {
        return repository.resolve("_uploads");
    }

    static Path revisions(Path repository) {
        return repository.resolve("_manifests/revisions");
    }

    /// The names in a folder, sorted; none if there is no such folder.
    ///
    /// @throws IOException if it can't be read: a file is no folder, and a name can be no text
    static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!isText(name, entry)) {
                    throw new IOException("a name that is no text: " + Text.quoted(name));
                }
                names.add(name);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException("a file where a folder has to be", e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    /// File systems know bytes: not all of them come back from text as they were.
    private static boolean isText(String name, Path entry) {
        try {
            return entry.resolveSibling(name).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// Whether there is such a file.
    ///
    /// @throws IOException if that can't be told, which a mere question for existence takes for no
    static boolean exists(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// The digest that a link file holds; empty if there is no such file.
    ///
    /// @throws IOException if it holds something else
    static Optional<Digest> link(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_LINK), StandardCharsets.US_ASCII).strip();
            if (!Digest.isDigest(text)) {
                throw new IOException("a link file that holds no digest");
            }
            return Optional.of(new Digest(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
