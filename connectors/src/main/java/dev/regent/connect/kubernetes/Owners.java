package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which workload stands behind an object: a pod of a ReplicaSet of a Deployment counts for the Deployment.
final class Owners {

    /// What is owned itself as a rule.
    private static final Set<String> BETWEEN = Set.of("replicaset", "replicationcontroller", "job");

    /// A Deployment ends the names of its ReplicaSets with it, and labels their pods so.
    private static final String HASH = "pod-template-hash";

    private final Map<String, String> known;

    /// @param most how many to remember; the oldest go first
    Owners(int most) {
        this.known = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > most;
            }
        };
    }

    /// Remembers whom an object of `kind` belongs to.
    synchronized void learn(String kind, JsonNode object) {
        Meta meta = Meta.of(object);
        known.put(
                meta.workload(kind),
                meta.controller()
                        .map(controller -> meta.workload(controller.kind(), controller.name()))
                        .orElse(meta.workload(kind)));
    }

    /// The name of what stands behind an object of `kind`.
    ///
    /// @param certain false if what owns it may be owned itself, which isn't known
    record Top(String workload, boolean certain) {}

    synchronized Top of(String kind, JsonNode object) {
        Meta meta = Meta.of(object);
        if (meta.controller().isEmpty()) {
            return new Top(meta.workload(kind), true);
        }
        Meta.Controller controller = meta.controller().get();
        String owner = meta.workload(controller.kind(), controller.name());
        if (!BETWEEN.contains(controller.kind())) {
            return new Top(owner, true);
        }
        Optional<String> top = Optional.ofNullable(known.get(owner)).or(() -> byHash(meta, controller, object));
        return new Top(top.orElse(owner), top.isPresent());
    }

    private static Optional<String> byHash(Meta meta, Meta.Controller controller, JsonNode object) {
        String ending = "-" + object.path("metadata").path("labels").path(HASH).asText();
        boolean named = controller.kind().equals("replicaset")
                && ending.length() > 1
                && controller.name().endsWith(ending)
                && controller.name().length() > ending.length();
        return named
                ? Optional.of(meta.workload(
                        "deployment",
                        controller.name().substring(0, controller.name().length() - ending.length())))
                : Optional.empty();
    }
}
