package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.observe.Use;

/// One element of `/tasks`. Managers keep the last few of each slot.
///
/// @param node id of the node that it is on; empty while it has none
/// @param state for example `running`, `preparing`, `shutdown`
record TaskItem(String serviceId, String node, String state, SpecItem spec) {

    static TaskItem of(JsonNode node) {
        return new TaskItem(
                node.path("ServiceID").asText(),
                node.path("NodeID").asText(),
                Json.text(node.path("Status"), "State").orElse("state unknown"),
                SpecItem.of(node.path("Spec")));
    }

    /// Tasks that ended are what a roll-back would start again; but a job's are meant to end.
    ///
    /// @param job whether the service is one
    Use.Kind kind(boolean job) {
        return switch (state) {
            case "running" -> Use.Kind.RUNNING;
            case "new", "pending", "assigned", "accepted", "preparing", "ready", "starting" -> Use.Kind.DESIRED;
            case "complete" -> job ? Use.Kind.STOPPED : Use.Kind.ROLLBACK;
            default -> Use.Kind.ROLLBACK;
        };
    }
}
