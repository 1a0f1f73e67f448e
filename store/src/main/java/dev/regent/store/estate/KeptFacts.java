package dev.regent.store.estate;

import dev.regent.observe.Hint;
import dev.regent.observe.Notice;
import dev.regent.observe.OfferedRegistry;
import java.util.List;

/// What an environment said besides what it uses, when it said so last.
///
/// @param hints about all of its workloads
/// @param nodes the names of those that were heard
/// @param registries those that it knows; of a directory
public record KeptFacts(List<Hint> hints, List<String> nodes, List<Notice> notices, List<OfferedRegistry> registries) {

    public static final KeptFacts NONE = new KeptFacts(List.of(), List.of(), List.of(), List.of());

    public KeptFacts {
        hints = List.copyOf(hints);
        nodes = List.copyOf(nodes);
        notices = List.copyOf(notices);
        registries = List.copyOf(registries);
    }
}
