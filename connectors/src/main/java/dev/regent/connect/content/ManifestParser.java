package dev.regent.connect.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Understands a manifest by its own bytes alone, so that it is the same over `/v2/` and on a volume: by its
/// `mediaType`, and where OCI lets that be left out by what it holds. What header it came with doesn't count.
public final class ManifestParser {

    /// The largest manifest that is read, in bytes; the distribution specification asks registries to take at least
    /// that much.
    ///
    /// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">OCI</a>
    public static final int LARGEST = 4 * 1024 * 1024;

    /// More than a host, a repository, a tag and a digest take together.
    private static final int LONGEST_BASE = 512;

    private ManifestParser() {}

    /// Parses a manifest.
    ///
    /// @throws MalformedException if the bytes are none, or not what their media type wants
    public static Manifest parse(byte[] bytes) throws MalformedException {
        JsonNode root = Json.object(bytes);
        if (root.path("schemaVersion").asInt() == 1) {
            return schema1(root);
        }
        boolean listsManifests = root.hasNonNull("manifests");
        boolean hasConfig = root.hasNonNull("config") || root.hasNonNull("layers");
        String implied = hasConfig ? MediaTypes.OCI_MANIFEST : listsManifests ? MediaTypes.OCI_INDEX : "no media type";
        String mediaType = Json.text(root, "mediaType").orElse(implied);
        if (listsManifests && hasConfig) {
            // Readable as two different things: CVE-2021-41190.
            return new Manifest.Unknown(mediaType + " that is an image and an index at once");
        }
        return switch (mediaType) {
            case MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST -> single(root, mediaType);
            case MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST -> index(root, mediaType);
            default -> new Manifest.Unknown(mediaType);
        };
    }

    private static Manifest single(JsonNode root, String mediaType) throws MalformedException {
        JsonNode config = root.get("config");
        if (config == null) {
            throw new MalformedException("an image manifest without `config`");
        }
        return new Manifest.Single(
                mediaType,
                descriptor(config),
                descriptors(root, "layers"),
                subject(root),
                Json.text(root, "artifactType"),
                annotations(root));
    }

    private static Manifest index(JsonNode root, String mediaType) throws MalformedException {
        return new Manifest.Index(
                mediaType,
                descriptors(root, "manifests"),
                subject(root),
                Json.text(root, "artifactType"),
                annotations(root));
    }

    private static Manifest schema1(JsonNode root) throws MalformedException {
        List<Digest> layers = new ArrayList<>();
        for (JsonNode layer : Json.elements(root, "fsLayers")) {
            layers.add(digest(layer, "blobSum"));
        }
        return new Manifest.Schema1(layers);
    }

    private static Optional<Digest> subject(JsonNode root) throws MalformedException {
        JsonNode subject = root.get("subject");
        return subject == null || subject.isNull() ? Optional.empty() : Optional.of(digest(subject, "digest"));
    }

    private static List<Descriptor> descriptors(JsonNode root, String name) throws MalformedException {
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode element : Json.elements(root, name)) {
            descriptors.add(descriptor(element));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node) throws MalformedException {
        JsonNode size = node.path("size");
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() < 0) {
            throw new MalformedException("a descriptor without a `size` of zero or more");
        }
        return new Descriptor(
                Json.text(node, "mediaType").orElse("").intern(), digest(node, "digest"), size.longValue());
    }

    private static Digest digest(JsonNode node, String name) throws MalformedException {
        String text = Json.text(node, name).orElse("");
        if (!Digest.isDigest(text)) {
            throw new MalformedException("`" + name + "` is no digest that can be read");
        }
        return new Digest(text);
    }

    private static Map<String, String> annotations(JsonNode root) throws MalformedException {
        JsonNode annotations = root.get("annotations");
        if (annotations == null || annotations.isNull()) {
            return Map.of();
        }
        Map<String, String> read = new HashMap<>();
        Json.text(annotations, Manifest.CREATED_ANNOTATION)
                .ifPresent(text -> read.put(Manifest.CREATED_ANNOTATION, text));
        for (String name : List.of(Manifest.BASE_NAME_ANNOTATION, Manifest.BASE_DIGEST_ANNOTATION)) {
            JsonNode text = annotations.path(name);
            // It only says where bytes come from: one that is no text makes no manifest unreadable.
            if (text.isTextual()
                    && !text.textValue().isBlank()
                    && text.textValue().length() <= LONGEST_BASE) {
                read.put(name, text.textValue().strip());
            }
        }
        return read;
    }
}
