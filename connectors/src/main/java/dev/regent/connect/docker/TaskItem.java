package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.observe.Use;

/// One element of `/tasks`. Managers keep the last few of each slot.
///
/// @param slot number within the service; the node's id for services that run once a node
/// @param state for example `running`, `preparing`, `shutdown`
record TaskItem(String serviceId, String slot, String state, SpecItem spec) {

    static TaskItem of(JsonNode node) {
        String slot = node.path("Slot").asInt() > 0
                ? Integer.toString(node.path("Slot").asInt())
                : node.path("NodeID").asText();
        return new TaskItem(
                node.path("ServiceID").asText(),
                slot,
                Json.text(node.path("Status"), "State").orElse("state unknown"),
                SpecItem.of(node.path("Spec")));
    }

    /// Tasks that ended are what a roll-back would start again.
    Use.Kind kind() {
        return switch (state) {
            case "running" -> Use.Kind.RUNNING;
            case "new", "pending", "assigned", "accepted", "preparing", "ready", "starting" -> Use.Kind.DESIRED;
            default -> Use.Kind.ROLLBACK;
        };
    }
}
