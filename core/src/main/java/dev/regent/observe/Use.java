package dev.regent.observe;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.Optional;
import java.util.Set;

/// A workload's claim on an image.
///
/// @param workload what people call it, for example `service web`, `deployment shop/cart` or
///     `container db (exited)`
/// @param container which of the workload's containers; empty where it has but one
/// @param reference the image as the workload names it; empty where it names only an id
/// @param digests every digest that stands for the image there: of an index, of a platform's
///     manifest or of a config
public record Use(
        String environment,
        String workload,
        String container,
        Kind kind,
        Optional<ImageReference> reference,
        Set<Digest> digests) {

    public enum Kind {
        RUNNING,
        STOPPED,
        DESIRED,
        ROLLBACK,
        /// A file names it, from which it would be started: a stack's, for example.
        DECLARED,
        /// A person said that it stays; `workload` is the sentence.
        PINNED
    }

    public Use {
        digests = Set.copyOf(digests);
        if (reference.isEmpty() && digests.isEmpty()) {
            throw new IllegalArgumentException(workload + " in " + environment + " names no image");
        }
    }

    /// Of a workload with one container.
    public Use(
            String environment, String workload, Kind kind, Optional<ImageReference> reference, Set<Digest> digests) {
        this(environment, workload, "", kind, reference, digests);
    }

    /// The same claim of the same workload under another name.
    public Use calling(String environmentName, String workloadName) {
        return new Use(environmentName, workloadName, container, kind, reference, digests);
    }

    /// For a sentence: what it is to whom.
    @Override
    public String toString() {
        String claim = switch (kind) {
            case RUNNING -> "runs in ";
            case STOPPED -> "stopped in ";
            case DESIRED -> "wanted in ";
            case ROLLBACK -> "needed for a roll-back in ";
            case DECLARED -> "declared in ";
            case PINNED -> "pinned in ";
        };
        return claim + environment + " (" + workload + (container.isEmpty() ? "" : ", " + container) + ")";
    }
}
