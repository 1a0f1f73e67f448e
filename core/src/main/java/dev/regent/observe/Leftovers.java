package dev.regent.observe;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What lies on a volume and belongs to nothing.
///
/// @param blobs how many blobs no manifest of any repository references
/// @param largest the largest of them
/// @param uploads pushes that never came to their end, or are under way
public record Leftovers(long blobs, List<OrphanBlob> largest, List<Upload> uploads) {

    public static final Leftovers NONE = new Leftovers(0, List.of(), List.of());

    /// A blob that no manifest references: it waits for the registry's garbage collection, or for the manifest that is
    /// pushed after it.
    ///
    /// @param writtenAt empty where the file system doesn't say
    public record OrphanBlob(Digest digest, long bytes, Optional<Instant> writtenAt) {}

    /// A push of one blob.
    ///
    /// @param id the registry's name for it
    /// @param startedAt by the registry's clock; empty where it left no time that can be read
    public record Upload(String repository, String id, long bytes, Optional<Instant> startedAt) {}

    public Leftovers {
        largest = List.copyOf(largest);
        uploads = List.copyOf(uploads);
    }
}
