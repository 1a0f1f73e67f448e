package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Text;

/// One element of `/events`. Its attributes hold all labels of what it is about: only the name is
/// read.
///
/// @param type for example `container`
/// @param action for example `start`; some go on after a colon
/// @param nanos since 1970, by the engine's clock; 0 where it doesn't say
record EventItem(String type, String action, String name, long nanos) {

    private static final int LONGEST_NAME = 100;

    static EventItem of(JsonNode node) {
        JsonNode actor = node.path("Actor");
        String id = actor.path("ID").asText();
        return new EventItem(
                node.path("Type").asText(),
                node.path("Action").asText(),
                Json.text(actor.path("Attributes"), "name").orElse(id),
                node.path("timeNano").asLong());
    }

    /// Whether what is used, wanted or held can be another after it.
    boolean concernsImages() {
        return switch (type) {
            case "container" ->
                switch (action) {
                    case "create", "start", "restart", "die", "destroy", "rename", "update" -> true;
                    default -> false;
                };
            case "service", "node" ->
                switch (action) {
                    case "create", "update", "remove" -> true;
                    default -> false;
                };
            case "image" ->
                switch (action) {
                    case "pull", "tag", "untag", "delete", "import", "load" -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    /// For people, for example `container web: start`.
    @Override
    public String toString() {
        return Text.plain(type + " " + name.substring(0, Math.min(LONGEST_NAME, name.length())) + ": " + action);
    }
}
