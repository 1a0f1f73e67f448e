package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/// One element of `/services`.
///
/// @param previous what a roll-back would go back to: the specification before the last update
/// @param job whether its tasks are meant to end
/// @param labels its own, and what its containers get
record ServiceItem(String id, String name, SpecItem current, Optional<SpecItem> previous, boolean job, Labels labels) {

    /// @param keys of labels that become hints
    static ServiceItem of(JsonNode node, Set<String> keys) {
        String id = node.path("ID").asText();
        JsonNode spec = node.path("Spec");
        JsonNode mode = spec.path("Mode");
        JsonNode previous = node.path("PreviousSpec");
        return new ServiceItem(
                id,
                Json.text(spec, "Name").orElse(id),
                SpecItem.of(spec.path("TaskTemplate")),
                previous.isObject() ? Optional.of(SpecItem.of(previous.path("TaskTemplate"))) : Optional.empty(),
                mode.has("ReplicatedJob") || mode.has("GlobalJob"),
                Labels.of(spec.path("Labels"), keys)
                        .and(Labels.of(
                                spec.path("TaskTemplate").path("ContainerSpec").path("Labels"), keys)));
    }
}
