package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads single values from an engine's answers.
final class Json {

    private Json() {}

    /// Empty if the field is missing, empty or no string.
    static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    /// Hostname of the node that an element of a merged list is from, as Portainer's agents say; empty
    /// where they don't.
    static Optional<String> agentNode(JsonNode node) {
        return text(node.path("Portainer").path("Agent"), "NodeName");
    }

    /// The strings of a list; empty if the field is missing or `null`.
    static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
