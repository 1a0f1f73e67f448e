package dev.regent.testkit.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a manifest's bytes say, read without any of the code that is to be judged.
///
/// @param mediaType as the bytes say; guessed from their shape where they are silent
/// @param config empty for an index, schema 1 and an unknown media type
/// @param layers in their order; schema 1 declares no sizes, so they are zero there
/// @param children what an index lists, present or not
/// @param created the annotation `org.opencontainers.image.created`
/// @param size length of the manifest in bytes
public record StoredManifest(
        Kind kind,
        String mediaType,
        Optional<Part> config,
        List<Part> layers,
        List<Part> children,
        Optional<Digest> subject,
        Optional<String> artifactType,
        Optional<JsonNode> created,
        long size) {

    public enum Kind {
        SINGLE,
        INDEX,
        SCHEMA1,
        UNKNOWN
    }

    /// A descriptor.
    public record Part(String mediaType, Digest digest, long size) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> SINGLES = Set.of(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST);

    public StoredManifest {
        layers = List.copyOf(layers);
        children = List.copyOf(children);
    }

    /// Bytes that are no JSON object are of unknown media type.
    public static StoredManifest read(byte[] content) {
        JsonNode json;
        try {
            json = JSON.readTree(content);
        } catch (IOException e) {
            json = JSON.createObjectNode();
        }
        String mediaType = json.path("mediaType").asText(guessed(json));
        Kind kind = kind(json, mediaType);
        boolean single = kind == Kind.SINGLE;
        boolean index = kind == Kind.INDEX;
        return new StoredManifest(
                kind,
                mediaType,
                single ? Optional.of(part(json.path("config"))) : Optional.empty(),
                single ? parts(json.path("layers")) : kind == Kind.SCHEMA1 ? schema1Layers(json) : List.of(),
                index ? parts(json.path("manifests")) : List.of(),
                (single || index) && json.has("subject")
                        ? Optional.of(part(json.path("subject")).digest())
                        : Optional.empty(),
                single || index ? Optional.ofNullable(json.path("artifactType").textValue()) : Optional.empty(),
                single || index
                        ? Optional.ofNullable(json.path("annotations").get("org.opencontainers.image.created"))
                        : Optional.empty(),
                content.length);
    }

    /// Whether a container engine can run it, or whether it is an index, which stands for what it
    /// lists. Signatures, charts and models are no images; neither is what can't be read.
    public boolean isImage() {
        return switch (kind) {
            case SINGLE ->
                artifactType.isEmpty()
                        && config.filter(c -> MediaTypes.isImageConfig(c.mediaType()))
                                .isPresent();
            case INDEX -> artifactType.isEmpty();
            case SCHEMA1 -> true;
            case UNKNOWN -> false;
        };
    }

    /// What a policy would call it; empty for an image.
    public Optional<String> artifact() {
        return isImage()
                ? Optional.empty()
                : artifactType.or(() -> config.map(Part::mediaType)).or(() -> Optional.of(mediaType));
    }

    /// The blobs that are no manifests: config and layers.
    public List<Part> blobs() {
        List<Part> blobs = new ArrayList<>(layers);
        config.ifPresent(blobs::add);
        return blobs;
    }

    /// What Distribution's garbage collection marks for it, itself left out: config, layers and,
    /// for an index, what it lists; not the subject.
    ///
    /// Source: Distribution v2.8.2, `registry/storage/garbagecollect.go`.
    public Set<Digest> references() {
        Set<Digest> references = new TreeSet<>();
        blobs().forEach(part -> references.add(part.digest()));
        children.forEach(part -> references.add(part.digest()));
        return references;
    }

    private static Kind kind(JsonNode json, String mediaType) {
        if (json.path("schemaVersion").asInt() == 1) {
            return Kind.SCHEMA1;
        }
        if (SINGLES.contains(mediaType) && json.path("config").isObject()) {
            return Kind.SINGLE;
        }
        return INDEXES.contains(mediaType) ? Kind.INDEX : Kind.UNKNOWN;
    }

    private static String guessed(JsonNode json) {
        return json.has("manifests") ? MediaTypes.OCI_INDEX : json.has("config") ? MediaTypes.OCI_MANIFEST : "";
    }

    private static List<Part> parts(JsonNode list) {
        List<Part> parts = new ArrayList<>();
        list.forEach(entry -> parts.add(part(entry)));
        return parts;
    }

    private static Part part(JsonNode descriptor) {
        return new Part(
                descriptor.path("mediaType").asText(),
                new Digest(descriptor.path("digest").asText()),
                descriptor.path("size").asLong());
    }

    private static List<Part> schema1Layers(JsonNode json) {
        List<Part> layers = new ArrayList<>();
        json.path("fsLayers")
                .forEach(layer ->
                        layers.add(new Part("", new Digest(layer.path("blobSum").asText()), 0)));
        return layers;
    }
}
