package dev.regent.connect.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.content.ManifestParser;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;

/// Holds the bytes of a manifest against the digests that stand for it.
final class ManifestBytes {

    private static final String DIGEST_HEADER = "docker-content-digest";

    private ManifestBytes() {}

    /// The digest of the manifest that came: what was asked for, or what the registry says, or what the bytes are; they
    /// have to agree.
    static Digest digest(String what, Answer answer, Optional<Digest> wanted) throws ConnectorException {
        byte[] body = answer.body();
        Optional<Digest> named = named(answer);
        Digest expected = wanted.or(() -> named).orElseGet(() -> Digest.sha256(body));
        if (named.isPresent() && !named.get().equals(expected)) {
            throw wrong(what, "the registry says it is " + named.get().brief() + ", not " + expected.brief());
        }
        if (!expected.names(body) && !signedPayload(body).map(expected::names).orElse(false)) {
            throw wrong(what, "the bytes that came are not those of digest " + expected.brief());
        }
        return expected;
    }

    /// The digest that the registry says it is.
    static Optional<Digest> named(Answer answer) {
        return answer.header(DIGEST_HEADER).filter(Digest::isDigest).map(Digest::new);
    }

    static Manifest parse(String what, byte[] body) throws ConnectorException {
        try {
            return ManifestParser.parse(body);
        } catch (MalformedException e) {
            throw wrong(what, e.words());
        }
    }

    private static ConnectorException wrong(String what, String words) {
        return new ConnectorException("manifest " + what, new Fault.Unintelligible(words));
    }

    /// The part of a signed schema 1 manifest that its digest is of: the signatures stand inside the JSON, and each
    /// says how long the text before them is and how it ended. Empty for everything else.
    ///
    /// Source: Distribution v2.8.2, `docs/spec/manifest-v2-1.md`, signed manifests.
    private static Optional<byte[]> signedPayload(byte[] body) {
        try {
            JsonNode root = Json.object(body);
            if (root.path("schemaVersion").asInt() != 1) {
                return Optional.empty();
            }
            Iterator<JsonNode> signatures = Json.elements(root, "signatures").iterator();
            if (!signatures.hasNext()) {
                return Optional.empty();
            }
            Base64.Decoder base64 = Base64.getUrlDecoder();
            JsonNode header = Json.object(
                    base64.decode(signatures.next().path("protected").asText()));
            int length = header.path("formatLength").asInt(-1);
            if (length < 0 || length > body.length) {
                return Optional.empty();
            }
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            payload.write(body, 0, length);
            payload.writeBytes(base64.decode(header.path("formatTail").asText()));
            return Optional.of(payload.toByteArray());
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
