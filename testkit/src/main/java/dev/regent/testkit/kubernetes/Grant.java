package dev.regent.testkit.kubernetes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A right to do one thing to one kind, in all namespaces.
///
/// @param verb `get`, `list` or `watch`
/// @param group empty for the core's
/// @param resource plural
public record Grant(String verb, String group, String resource) {

    private static final List<String> CORE =
            List.of("namespaces", "nodes", "pods", "replicationcontrollers", "secrets");
    private static final List<String> APPS =
            List.of("controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets");
    private static final List<String> BATCH = List.of("cronjobs", "jobs");

    /// Everything that a reader could want of the kinds that every cluster has.
    public static Set<Grant> everything() {
        Set<Grant> all = new HashSet<>();
        for (String verb : List.of("get", "list", "watch")) {
            CORE.forEach(resource -> all.add(new Grant(verb, "", resource)));
            APPS.forEach(resource -> all.add(new Grant(verb, "apps", resource)));
            BATCH.forEach(resource -> all.add(new Grant(verb, "batch", resource)));
        }
        return all;
    }
}
