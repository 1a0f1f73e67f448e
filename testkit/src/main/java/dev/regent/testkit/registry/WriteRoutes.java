package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers calls that change manifests and tags, as Distribution 2.8.2 does where it can.
///
/// @param self scheme, host and port of this registry
record WriteRoutes(Shelf shelf, Behaviour behaviour, URI self) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES =
            List.of(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_LIST, MediaTypes.DOCKER_MANIFEST);

    Answer delete(String name, String reference) {
        boolean byDigest = Digest.isDigest(reference);
        return switch (behaviour.writes()) {
            case UNEXPECTED, NO_DELETION ->
                Errors.error(405, "UNSUPPORTED", "The operation is unsupported.", NullNode.instance);
            case BY_DIGEST -> byDigest ? deleteManifest(name, reference) : invalidDigest();
            case TAGS_TOO -> byDigest ? deleteManifest(name, reference) : deleted(shelf.deleteTag(name, reference));
        };
    }

    private Answer deleteManifest(String name, String digest) {
        return deleted(shelf.delete(name, new Digest(digest)));
    }

    private static Answer deleted(boolean wasThere) {
        return wasThere
                ? Answer.empty(202)
                : Errors.error(404, "MANIFEST_UNKNOWN", "manifest unknown", NullNode.instance);
    }

    private static Answer invalidDigest() {
        return Errors.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content", NullNode.instance);
    }

    Answer put(Call call, byte[] content) {
        String name = call.repository().orElseThrow();
        String reference = call.reference().orElseThrow();
        String type = call.header("Content-Type").orElse("");
        Facts facts = Facts.of(content);
        if (!TYPES.contains(type) || !isObject(content) || !facts.mediaType().equals(type)) {
            return Errors.error(400, "MANIFEST_INVALID", "manifest invalid", JsonNodeFactory.instance.objectNode());
        }
        boolean byDigest = Digest.isDigest(reference);
        if (byDigest && !new Digest(reference).names(content)) {
            return invalidDigest();
        }
        List<String> missing = missing(name, facts);
        if (!missing.isEmpty()) {
            return unknownParts(missing);
        }
        Digest digest = byDigest ? new Digest(reference) : Digest.sha256(content);
        shelf.put(name, digest, content);
        if (!byDigest) {
            shelf.world().tag(name, reference, digest);
        }
        Answer created = Answer.empty(201)
                .header("Location", self + "/v2/" + name + "/manifests/" + digest)
                .header("Docker-Content-Digest", digest.value());
        Optional<String> subject = facts.subject().filter(_ -> behaviour.referrers() != Referrers.ABSENT);
        return subject.map(value -> created.header("OCI-Subject", value)).orElse(created);
    }

    private static boolean isObject(byte[] content) {
        try {
            return JSON.readTree(content).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    /// Digests of parts that have to be there before the manifest is, and aren't.
    private List<String> missing(String name, Facts facts) {
        Stream<String> blobs = facts.blobs().stream()
                .filter(blob -> !Digest.isDigest(blob)
                        || shelf.blob(name, new Digest(blob)).isEmpty());
        Stream<String> children = facts.children().stream()
                .filter(child -> shelf.repository(name)
                        .flatMap(repository -> shelf.manifest(repository, child))
                        .isEmpty());
        return Stream.concat(blobs, children).toList();
    }

    private static Answer unknownParts(List<String> digests) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        ArrayNode errors = content.putArray("errors");
        for (String digest : digests) {
            errors.addObject()
                    .put("code", "MANIFEST_BLOB_UNKNOWN")
                    .put("message", "blob unknown to registry")
                    .put("detail", digest);
        }
        return Answer.json(400, content);
    }
}
