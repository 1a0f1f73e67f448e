package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The errors of the distribution protocol, in the words of Distribution 2.8.2.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">OCI</a>
final class Errors {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Errors() {}

    static Answer unknownRepository(String name) {
        return error(
                404,
                "NAME_UNKNOWN",
                "repository name not known to registry",
                JSON.objectNode().put("name", name));
    }

    static Answer unknownTag(String tag) {
        return error(
                404, "MANIFEST_UNKNOWN", "manifest unknown", JSON.objectNode().put("Tag", tag));
    }

    static Answer unknownManifest(String repository, String digest) {
        return error(
                404,
                "MANIFEST_UNKNOWN",
                "manifest unknown",
                JSON.objectNode().put("Name", repository).put("Revision", digest));
    }

    static Answer unacceptedManifest() {
        return error(
                404,
                "MANIFEST_UNKNOWN",
                "OCI manifest found, but accept header does not support OCI manifests",
                NullNode.instance);
    }

    static Answer unknownBlob(String digest) {
        return error(404, "BLOB_UNKNOWN", "blob unknown to registry", JSON.textNode(digest));
    }

    static Answer invalidDigest(String digest) {
        return error(400, "DIGEST_INVALID", "provided digest did not match uploaded content", JSON.textNode(digest));
    }

    static Answer invalidPageSize(long n) {
        return error(
                400,
                "PAGINATION_NUMBER_INVALID",
                "invalid number of results requested",
                JSON.objectNode().put("n", n));
    }

    /// A status that the call alone would not have got.
    static Answer forStatus(int status, Call call) {
        return switch (status) {
            case 401 -> error(401, "UNAUTHORIZED", "authentication required", NullNode.instance);
            case 403 -> error(403, "DENIED", "requested access to the resource is denied", NullNode.instance);
            case 404 -> notFound(call);
            case 405 -> error(405, "UNSUPPORTED", "The operation is unsupported.", NullNode.instance);
            case 429 -> error(429, "TOOMANYREQUESTS", "too many requests", NullNode.instance);
            case 503 -> error(503, "UNAVAILABLE", "service unavailable", NullNode.instance);
            default -> error(status, "UNKNOWN", "unknown error", NullNode.instance);
        };
    }

    private static Answer notFound(Call call) {
        return switch (call.kind()) {
            case MANIFEST -> unknownTag(call.reference().orElse(""));
            case BLOB -> unknownBlob(call.reference().orElse(""));
            case TAGS -> unknownRepository(call.repository().orElse(""));
            case REFERRERS, CATALOG, PING, TOKEN, UNKNOWN -> Answer.text(404, "404 page not found");
        };
    }

    static Answer error(int status, String code, String message, JsonNode detail) {
        ObjectNode error = JSON.objectNode().put("code", code).put("message", message);
        if (!detail.isNull()) {
            error.set("detail", detail);
        }
        ObjectNode content = JSON.objectNode();
        content.putArray("errors").add(error);
        return Answer.json(status, content);
    }
}
