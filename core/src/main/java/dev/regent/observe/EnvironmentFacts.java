package dev.regent.observe;

import java.util.List;

/// What an environment says besides what it uses.
///
/// @param workloads what the uses name, once each; what has nothing to say of itself may be missing
/// @param hints about all of its workloads
/// @param images on its nodes; empty where it doesn't say
/// @param nodes the names of those that were heard; empty where it has none or doesn't say
public record EnvironmentFacts(
        List<Workload> workloads,
        List<Hint> hints,
        List<String> nodes,
        List<NodeImage> images,
        List<Notice> notices,
        List<OfferedRegistry> registries) {

    public static final EnvironmentFacts NONE =
            new EnvironmentFacts(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public EnvironmentFacts {
        workloads = List.copyOf(workloads);
        hints = List.copyOf(hints);
        nodes = List.copyOf(nodes);
        images = List.copyOf(images);
        notices = List.copyOf(notices);
        registries = List.copyOf(registries);
    }
}
