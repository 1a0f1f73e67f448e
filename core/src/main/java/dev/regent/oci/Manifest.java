package dev.regent.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a manifest says, by its own kind.
///
/// @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md">OCI</a>
public sealed interface Manifest {

    /// The value of `org.opencontainers.image.created` among the annotations.
    String CREATED_ANNOTATION = "org.opencontainers.image.created";

    /// The image that this one is built on, as whoever built it names it.
    ///
    /// @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md">OCI</a>
    String BASE_NAME_ANNOTATION = "org.opencontainers.image.base.name";

    /// The digest of the image that this one is built on.
    String BASE_DIGEST_ANNOTATION = "org.opencontainers.image.base.digest";

    /// The manifest that this one says it belongs to.
    default Optional<Digest> subject() {
        return Optional.empty();
    }

    /// The config's and the layers' descriptors; empty for an index. The same layer can stand twice.
    default List<Descriptor> blobs() {
        return List.of();
    }

    /// What an index lists; empty for everything else.
    default List<Descriptor> children() {
        return List.of();
    }

    /// Annotations that Regent reads; all others are dropped where the manifest is parsed.
    default Map<String, String> annotations() {
        return Map.of();
    }

    /// What this is, if it is not something that an engine runs: a chart, a model, a signature …
    default Optional<String> artifactType() {
        return Optional.empty();
    }

    /// One image or artifact.
    record Single(
            String mediaType,
            Descriptor config,
            List<Descriptor> layers,
            Optional<Digest> subject,
            Optional<String> declaredArtifactType,
            Map<String, String> annotations)
            implements Manifest {
        public Single {
            layers = List.copyOf(layers);
            annotations = Map.copyOf(annotations);
        }

        @Override
        public List<Descriptor> blobs() {
            return Stream.concat(Stream.of(config), layers.stream()).toList();
        }

        @Override
        public Optional<String> artifactType() {
            return MediaTypes.isImageConfig(config.mediaType())
                    ? declaredArtifactType
                    : declaredArtifactType.or(() -> Optional.of(config.mediaType()));
        }
    }

    /// The list of its platforms' manifests.
    record Index(
            String mediaType,
            List<Descriptor> children,
            Optional<Digest> subject,
            Optional<String> artifactType,
            Map<String, String> annotations)
            implements Manifest {
        public Index {
            children = List.copyOf(children);
            annotations = Map.copyOf(annotations);
        }
    }

    /// Docker's first format. Its layers have no declared sizes and it has no config.
    ///
    /// Source: Distribution v2.8.2, `docs/spec/manifest-v2-1.md`.
    record Schema1(List<Digest> layers) implements Manifest {
        public Schema1 {
            layers = List.copyOf(layers);
        }

        @Override
        public List<Descriptor> blobs() {
            return layers.stream()
                    .map(layer -> new Descriptor("application/vnd.docker.container.image.rootfs.diff+x-gtar", layer, 0))
                    .toList();
        }
    }

    /// A manifest that this version of Regent can't read: it could be an index over anything.
    record Unknown(String mediaType) implements Manifest {

        @Override
        public Optional<String> artifactType() {
            return Optional.of(mediaType);
        }
    }
}
