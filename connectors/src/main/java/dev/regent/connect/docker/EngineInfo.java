package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What `/info` says.
///
/// @param version of the engine, for example `20.10.24`
/// @param name of the host
/// @param id of the Swarm, for a manager of one, else of the engine
record EngineInfo(String version, Optional<String> name, Swarm swarm, Optional<String> id) {

    /// What this engine is to a Swarm.
    sealed interface Swarm {
        /// Not part of one: services can't exist.
        record Outside() implements Swarm {}

        /// Knows services and tasks of the whole Swarm.
        ///
        /// @param nodes how many it has; 0 where the engine doesn't say
        record Manager(int nodes) implements Swarm {}

        /// Part of one, and can't say what the Swarm runs.
        ///
        /// @param state `active` for a worker; `locked`, `pending` or `error`
        record Mute(String state, String error) implements Swarm {}

        /// The answer doesn't say.
        record Untold(String state) implements Swarm {}
    }

    static EngineInfo of(JsonNode node) {
        return new EngineInfo(
                Json.text(node, "ServerVersion").orElse("of unknown version"),
                Json.text(node, "Name"),
                swarm(node.path("Swarm")),
                Json.text(node.path("Swarm").path("Cluster"), "ID").or(() -> Json.text(node, "ID")));
    }

    private static Swarm swarm(JsonNode swarm) {
        String state = swarm.path("LocalNodeState").asText();
        return switch (state) {
            case "inactive" -> new Swarm.Outside();
            case "active" ->
                swarm.path("ControlAvailable").asBoolean()
                        ? new Swarm.Manager(swarm.path("Nodes").asInt())
                        : new Swarm.Mute(state, swarm.path("Error").asText());
            case "locked", "pending", "error" ->
                new Swarm.Mute(state, swarm.path("Error").asText());
            default -> new Swarm.Untold(state);
        };
    }
}
