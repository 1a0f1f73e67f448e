package dev.regent.connect.storage;

import dev.regent.connect.content.ConfigParser;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.content.ManifestParser;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the reads of one volume's repositories share: each manifest and config is read once.
final class VolumeRead {

    private final String registry;
    private final VolumeLayout layout;
    private final Progress progress;
    private final Map<Digest, ManifestContent> contents = new ConcurrentHashMap<>();
    private final Set<Digest> absent = ConcurrentHashMap.newKeySet();
    private final AtomicLong tags = new AtomicLong();

    VolumeRead(String registry, VolumeLayout layout, Progress progress) {
        this.registry = registry;
        this.layout = layout;
        this.progress = progress;
    }

    Map<Digest, ManifestContent> contents() {
        return contents;
    }

    /// Manifests that a repository links and that are not there.
    Set<Digest> absent() {
        return absent;
    }

    ManifestContent content(Digest digest) {
        return Objects.requireNonNull(contents.get(digest));
    }

    /// A manifest's content; empty if its bytes are not on the volume.
    ///
    /// @throws IOException if they can't be read, or are not those of the digest
    Optional<ManifestContent> manifest(Digest digest) throws IOException {
        ManifestContent known = contents.get(digest);
        if (known != null) {
            return Optional.of(known);
        }
        Path file = layout.blob(digest);
        byte[] bytes;
        try {
            if (Files.size(file) > ManifestParser.LARGEST) {
                throw new IOException("larger than a manifest may be");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            absent.add(digest);
            return Optional.empty();
        }
        if (!digest.names(bytes)) {
            throw new IOException("its bytes are not those of its digest");
        }
        try {
            ManifestContent content =
                    new ManifestContent(digest, bytes.length, ManifestParser.parse(bytes), new Created.Unread());
            contents.putIfAbsent(digest, content);
            return Optional.of(content);
        } catch (MalformedException e) {
            throw new IOException(e.words());
        }
    }

    /// Reads the config of a manifest, if it has one.
    void readBuildTime(Digest digest) {
        ManifestContent content = content(digest);
        contents.put(digest, content.createdAt(created(content.manifest())));
    }

    private Created created(Manifest manifest) {
        if (!(manifest instanceof Manifest.Single single)) {
            return new Created.Absent();
        }
        Path file = layout.blob(single.config().digest());
        try {
            if (Files.size(file) > ConfigParser.LARGEST) {
                return new Created.Unread();
            }
            byte[] bytes = Files.readAllBytes(file);
            return single.config().digest().names(bytes) ? ConfigParser.created(bytes) : new Created.Unread();
        } catch (NoSuchFileException e) {
            return new Created.Unusable();
        } catch (IOException e) {
            return new Created.Unread();
        }
    }

    void tagsRead(int count) {
        progress.at(registry, "tags", tags.addAndGet(count), 0);
    }

    /// What went wrong with a file, without its path: that is long, and the repository says where.
    static String words(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "no right to read it";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            case FileSystemException _ -> failure.getClass().getSimpleName();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
