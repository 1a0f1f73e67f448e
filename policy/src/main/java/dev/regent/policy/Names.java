package dev.regent.policy;

import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Source;
import java.util.HashMap;
import java.util.Map;

/// The names of policies, each of which may be taken once.
final class Names {

    private final Map<String, Source.Place> taken = new HashMap<>();

    /// A problem if another policy has the name.
    void claim(String name, int at, Problems problems) {
        Source.Place first = taken.putIfAbsent(name, problems.place(at));
        if (first != null) {
            problems.add(
                    at,
                    "a policy named `" + name + "` stands at " + first
                            + " already; give one of them another name, or give the file once");
        }
    }
}
