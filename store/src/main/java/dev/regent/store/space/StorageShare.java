package dev.regent.store.space;

import java.util.Optional;

/// What one of several holds of what a registry stores.
///
/// @param registry empty where it can be in several
/// @param base on what it is built, if that is what is told apart
/// @param manifests distinct ones; what an image's index lists counts too
/// @param bytes all that its manifests mark, each item once
/// @param exclusiveBytes what nothing else marks: freed if it went
/// @param attributedBytes each item divided equally among those that mark it; over all of them this sums to
///     what is stored
public record StorageShare(
        Optional<String> name,
        Optional<String> registry,
        Optional<Base> base,
        long tags,
        long manifests,
        long bytes,
        long exclusiveBytes,
        long attributedBytes) {

    /// On what images are built.
    ///
    /// @param known how that is known
    /// @param digest of the base image where an annotation says it, else of the lowest layer
    /// @param repository one that has an image of just that layer
    public record Base(Known known, Optional<String> digest, Optional<String> repository) {}

    /// How it is known on what an image is built.
    public enum Known {
        /// Whoever built it says so: `org.opencontainers.image.base.name` or `.digest`.
        ANNOTATION,
        /// Other images have the same lowest layer.
        LAYER,
        /// Its lowest layer is under no other image of the registry.
        OWN,
        /// It is no image: an index over nothing that is there, a chart, a signature.
        NONE
    }

    StorageShare plus(StorageShare other) {
        return new StorageShare(
                name,
                registry,
                base,
                tags + other.tags,
                manifests + other.manifests,
                bytes + other.bytes,
                exclusiveBytes + other.exclusiveBytes,
                attributedBytes + other.attributedBytes);
    }
}
