package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What a registry must know of a manifest to serve it.
///
/// @param mediaType as it says itself, else by its shape, else `application/octet-stream`
/// @param subject digest of the manifest it belongs to
/// @param artifactType its own or its config's
/// @param annotations an object, or missing
/// @param blobs digests of its config and layers, in the manifest's order
/// @param children digests of the manifests that it lists, in its order
record Facts(
        String mediaType,
        Optional<String> subject,
        Optional<String> artifactType,
        JsonNode annotations,
        List<String> blobs,
        List<String> children) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Bytes that are no JSON object are a manifest of no known type.
    static Facts of(byte[] manifest) {
        JsonNode json;
        try {
            json = JSON.readTree(manifest);
        } catch (IOException e) {
            json = JSON.missingNode();
        }
        return new Facts(
                text(json, "mediaType").orElse(shape(json)),
                text(json.path("subject"), "digest"),
                text(json, "artifactType").or(configType(json)::findFirst),
                json.path("annotations"),
                blobs(json),
                each(json.path("manifests"), "digest").toList());
    }

    private static Stream<String> configType(JsonNode json) {
        return text(json.path("config"), "mediaType").stream();
    }

    private static String shape(JsonNode json) {
        if (json.has("manifests")) {
            return MediaTypes.OCI_INDEX;
        }
        if (json.has("config")) {
            return MediaTypes.OCI_MANIFEST;
        }
        return json.has("fsLayers") ? MediaTypes.DOCKER_SCHEMA1_SIGNED : "application/octet-stream";
    }

    private static List<String> blobs(JsonNode json) {
        return Stream.of(
                        text(json.path("config"), "digest").stream(),
                        each(json.path("layers"), "digest"),
                        each(json.path("blobs"), "digest"),
                        each(json.path("fsLayers"), "blobSum"))
                .flatMap(digests -> digests)
                .distinct()
                .toList();
    }

    private static Stream<String> each(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false).flatMap(entry -> text(entry, field).stream());
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.path(field).isTextual() ? Optional.of(json.path(field).textValue()) : Optional.empty();
    }
}
