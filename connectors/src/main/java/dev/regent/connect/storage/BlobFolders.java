package dev.regent.connect.storage;

import dev.regent.observe.ManifestContent;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holds the blobs that are on the volume against those that manifests reference.
final class BlobFolders {

    private BlobFolders() {}

    /// @param uploading repositories into which something is being pushed
    /// @param whole whether all repositories of the volume are reported
    static Volume compare(VolumeLayout layout, VolumeRead volume, Set<String> uploading, boolean whole)
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
        long orphanBytes = 0;
        for (String algorithm : VolumeLayout.names(layout.blobs())) {
            Path folder = layout.blobs().resolve(algorithm);
            for (String prefix : folders(folder)) {
                for (String hex : folders(folder.resolve(prefix))) {
                    String text = algorithm + ":" + hex;
                    if (Digest.isDigest(text) && referenced.contains(new Digest(text))) {
                        missing.remove(new Digest(text));
                    } else {
                        orphanBytes += size(folder.resolve(prefix).resolve(hex));
                    }
                }
            }
        }
        return new Volume(orphanBytes, missing, volume.absent(), uploading, whole);
    }

    /// None in a file that lies about between the folders.
    private static List<String> folders(Path folder) throws IOException {
        return Files.isDirectory(folder) || !VolumeLayout.exists(folder) ? VolumeLayout.names(folder) : List.of();
    }

    /// Zero for what went away meanwhile, and for a file that lies about between the folders.
    private static long size(Path blob) throws IOException {
        if (!Files.isDirectory(blob)) {
            return 0;
        }
        try {
            return Files.size(blob.resolve("data"));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
