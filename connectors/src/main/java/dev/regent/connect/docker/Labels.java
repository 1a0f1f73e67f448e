package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.observe.Hint;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What labels say of whom something belongs to. Labels hold secrets too: only these keys are ever
/// read.
///
/// @param service of a Swarm that runs the container
/// @param node id of the Swarm's node that the container is on
/// @param space name of the stack or of the Compose project
record Labels(Optional<String> service, Optional<String> node, Optional<String> space, List<Hint> hints) {

    /// Keys that tell of an owner or a tier by custom.
    static final Set<String> CUSTOMARY =
            Set.of("team", "owner", "tier", "env", "environment", "stage", "app.kubernetes.io/part-of");

    private static final int LONGEST = 200;

    Labels {
        hints = List.copyOf(hints);
    }

    /// @param labels an object; what is none says nothing
    /// @param keys of labels that become hints
    static Labels of(JsonNode labels, Set<String> keys) {
        List<Hint> hints = new ArrayList<>();
        keys.stream()
                .sorted()
                .forEach(key -> value(labels, key)
                        .ifPresent(value -> hints.add(new Hint(Hint.From.LABEL, key, Text.plain(value)))));
        return new Labels(
                value(labels, "com.docker.swarm.service.name"),
                value(labels, "com.docker.swarm.node.id"),
                value(labels, "com.docker.stack.namespace")
                        .or(() -> value(labels, "com.docker.compose.project"))
                        .map(Text::plain),
                hints);
    }

    /// These customary keys and others.
    static Set<String> customaryAnd(Set<String> others) {
        Set<String> keys = new HashSet<>(CUSTOMARY);
        keys.addAll(others);
        return Set.copyOf(keys);
    }

    /// These hints and others, each once; what these don't say is as the others have it.
    Labels and(Labels others) {
        Set<Hint> all = new LinkedHashSet<>(hints);
        all.addAll(others.hints);
        return new Labels(
                service.or(others::service), node.or(others::node), space.or(others::space), List.copyOf(all));
    }

    private static Optional<String> value(JsonNode labels, String key) {
        return Json.text(labels, key).filter(value -> value.length() <= LONGEST);
    }
}
