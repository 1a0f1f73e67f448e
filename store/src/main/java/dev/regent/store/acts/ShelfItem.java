package dev.regent.store.acts;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;

/// A manifest that was kept, without its bytes.
///
/// @param number its place in lists
/// @param step the execution's step that deleted it, from zero
/// @param bytes length of the manifest
/// @param outcome what became of the step, see {@link ExecutionStep#outcome}
public record ShelfItem(
        long number,
        String execution,
        int step,
        String registry,
        String repository,
        Digest digest,
        List<String> tags,
        long bytes,
        String outcome,
        Instant keptAt,
        Instant expires) {
    public ShelfItem {
        tags = List.copyOf(tags);
    }
}
