package dev.regent.connect.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.Answer;
import java.util.Optional;
import java.util.Set;

/// What a registry says of its own refusals.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">OCI</a>
final class RegistryError {

    private static final Set<String> ABSENT = Set.of("MANIFEST_UNKNOWN", "NAME_UNKNOWN", "BLOB_UNKNOWN");

    private RegistryError() {}

    /// The first error code, which says more than the status does; empty if none is there.
    static Optional<String> code(Answer answer) {
        try {
            for (JsonNode error : Json.elements(Json.object(answer.body()), "errors")) {
                String code = error.path("code").asText("");
                return code.matches("[A-Z_]{1,40}") ? Optional.of(code) : Optional.empty();
            }
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// For example `answered 405 UNSUPPORTED`.
    static String answered(Answer answer) {
        return "answered " + status(answer);
    }

    /// For example `405 UNSUPPORTED`.
    static String status(Answer answer) {
        return answer.status() + code(answer).map(code -> " " + code).orElse("");
    }

    /// Whether a 404 is the registry's own word that something isn't there. One with another body
    /// comes from what stands before the registry, a proxy for example, and proves nothing.
    static boolean provesAbsence(Answer answer) {
        return answer.status() == 404
                && (answer.body().length == 0
                        || code(answer).filter(ABSENT::contains).isPresent());
    }
}
