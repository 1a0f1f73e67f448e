package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.Set;

/// What only the storage behind a registry shows.
///
/// @param orphanBytes bytes of the blobs that no manifest of any repository references
/// @param absentBlobs blobs that a manifest references and that are not there
/// @param absentManifests manifests that a repository links and whose bytes are not there
/// @param uploading repositories into which something is being pushed
/// @param whole whether all its repositories are reported; if not, others may need the same bytes
/// @param leftovers what `orphanBytes` counts, and pushes that were not finished
public record Volume(
        long orphanBytes,
        Set<Digest> absentBlobs,
        Set<Digest> absentManifests,
        Set<String> uploading,
        boolean whole,
        Leftovers leftovers) {
    public Volume {
        absentBlobs = Set.copyOf(absentBlobs);
        absentManifests = Set.copyOf(absentManifests);
        uploading = Set.copyOf(uploading);
    }

    /// One into which nothing is being pushed.
    public Volume(long orphanBytes, Set<Digest> absentBlobs, Set<Digest> absentManifests, boolean whole) {
        this(orphanBytes, absentBlobs, absentManifests, Set.of(), whole);
    }

    /// One on which nothing is said to be left over.
    public Volume(
            long orphanBytes,
            Set<Digest> absentBlobs,
            Set<Digest> absentManifests,
            Set<String> uploading,
            boolean whole) {
        this(orphanBytes, absentBlobs, absentManifests, uploading, whole, Leftovers.NONE);
    }
}
