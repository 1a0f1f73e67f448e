package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What an object says of itself.
///
/// @param space its namespace; empty for what has none
/// @param controller what owns it and acts for it; empty if nothing does
record Meta(String name, String space, Optional<Controller> controller) {

    /// @param kind in lower case, for example `replicaset`
    record Controller(String kind, String name) {}

    static Meta of(JsonNode object) {
        JsonNode meta = object.path("metadata");
        Optional<Controller> controller = Optional.empty();
        for (JsonNode owner : meta.path("ownerReferences")) {
            String kind = owner.path("kind").asText().toLowerCase(Locale.ROOT);
            // A node owns the pods that its kubelet reads from files: they stand for themselves.
            if (owner.path("controller").asBoolean() && !kind.equals("node")) {
                controller = Optional.of(new Controller(kind, owner.path("name").asText()));
            }
        }
        return new Meta(meta.path("name").asText(), meta.path("namespace").asText(), controller);
    }

    /// A workload's name for people: `deployment shop/cart`.
    String workload(String kind) {
        return workload(kind, name);
    }

    String workload(String kind, String named) {
        return Text.plain(kind + " " + (space.isEmpty() ? "" : space + "/") + named);
    }

    /// Those labels that anybody wants, by key.
    static Map<String, String> labels(JsonNode object, Predicate<String> wanted) {
        Map<String, String> labels = new TreeMap<>();
        object.path("metadata").path("labels").properties().forEach(label -> {
            if (wanted.test(label.getKey()) && label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().asText());
            }
        });
        return labels;
    }
}
