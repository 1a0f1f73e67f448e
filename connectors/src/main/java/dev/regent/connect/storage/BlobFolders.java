package dev.regent.connect.storage;

import dev.regent.observe.Leftovers;
import dev.regent.observe.Leftovers.OrphanBlob;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Holds the blobs that are on the volume against those that manifests reference.
final class BlobFolders {

    /// More than anybody reads through.
    private static final int KEPT = 1_000;

    private BlobFolders() {}

    /// @param uploads pushes that were not finished, of all repositories
    /// @param whole whether all repositories of the volume are reported
    static Volume compare(VolumeLayout layout, VolumeRead volume, UploadFolders uploads, boolean whole)
            throws IOException {
        Set<Digest> missing = new HashSet<>();
        Set<Digest> referenced = new HashSet<>();
        for (ManifestContent content : volume.contents().values()) {
            referenced.add(content.digest());
            for (Descriptor child : content.manifest().children()) {
                referenced.add(child.digest());
            }
            for (Descriptor blob : content.manifest().blobs()) {
                referenced.add(blob.digest());
                missing.add(blob.digest());
            }
        }
        Orphans orphans = new Orphans();
        for (String algorithm : VolumeLayout.names(layout.blobs())) {
            Path folder = layout.blobs().resolve(algorithm);
            for (String prefix : folders(folder)) {
                for (String hex : folders(folder.resolve(prefix))) {
                    String text = algorithm + ":" + hex;
                    if (Digest.isDigest(text) && referenced.contains(new Digest(text))) {
                        missing.remove(new Digest(text));
                    } else {
                        orphans.add(text, folder.resolve(prefix).resolve(hex));
                    }
                }
            }
        }
        return new Volume(
                orphans.bytes,
                missing,
                volume.absent(),
                uploads.repositories(),
                whole,
                new Leftovers(orphans.blobs, orphans.largest(), uploads.uploads()));
    }

    /// Blobs that nothing references: all of them counted, the largest kept.
    private static final class Orphans {

        private final PriorityQueue<OrphanBlob> largest =
                new PriorityQueue<>(Comparator.comparingLong(OrphanBlob::bytes).thenComparing(OrphanBlob::digest));
        private long blobs;
        private long bytes;

        /// Leaves out what went away meanwhile, and files that lie about between the folders.
        void add(String digest, Path blob) throws IOException {
            if (!Files.isDirectory(blob)) {
                return;
            }
            try {
                BasicFileAttributes data = Files.readAttributes(blob.resolve("data"), BasicFileAttributes.class);
                bytes += data.size();
                if (Digest.isDigest(digest)) {
                    blobs++;
                    largest.add(new OrphanBlob(
                            new Digest(digest),
                            data.size(),
                            Optional.of(data.lastModifiedTime().toInstant())));
                    if (largest.size() > KEPT) {
                        largest.remove();
                    }
                }
            } catch (NoSuchFileException e) {
                return;
            }
        }

        List<OrphanBlob> largest() {
            return largest.stream()
                    .sorted(Comparator.comparingLong(OrphanBlob::bytes)
                            .reversed()
                            .thenComparing(OrphanBlob::digest))
                    .toList();
        }
    }

    /// None in a file that lies about between the folders.
    private static List<String> folders(Path folder) throws IOException {
        return Files.isDirectory(folder) || !VolumeLayout.exists(folder) ? VolumeLayout.names(folder) : List.of();
    }
}
