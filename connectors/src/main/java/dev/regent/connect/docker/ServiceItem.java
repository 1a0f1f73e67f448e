package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// One element of `/services`.
///
/// @param previous what a roll-back would go back to: the specification before the last update
record ServiceItem(String id, String name, SpecItem current, Optional<SpecItem> previous) {

    static ServiceItem of(JsonNode node) {
        String id = node.path("ID").asText();
        JsonNode previous = node.path("PreviousSpec");
        return new ServiceItem(
                id,
                Json.text(node.path("Spec"), "Name").orElse(id),
                SpecItem.of(node.path("Spec").path("TaskTemplate")),
                previous.isObject() ? Optional.of(SpecItem.of(previous.path("TaskTemplate"))) : Optional.empty());
    }
}
