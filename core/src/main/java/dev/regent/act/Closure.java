package dev.regent.act;

import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Steps of a plan that stand or fall together, in the plan's order.
///
/// @param numbers their places in the plan, from zero
record Closure(String repository, List<Integer> numbers, List<Step> steps) {

    private record Name(String repository, Digest closure) {}

    /// All closures of a plan, in the order of their first steps.
    static List<Closure> of(List<Step> plan) {
        Map<Name, Closure> closures = new LinkedHashMap<>();
        for (int number = 0; number < plan.size(); number++) {
            Step step = plan.get(number);
            Closure closure = closures.computeIfAbsent(
                    new Name(step.repository(), step.closure()),
                    name -> new Closure(name.repository(), new ArrayList<>(), new ArrayList<>()));
            closure.numbers().add(number);
            closure.steps().add(step);
        }
        return List.copyOf(closures.values());
    }

    Set<Digest> digests() {
        return steps.stream().map(Step::digest).collect(Collectors.toSet());
    }

    /// Tags that go with it.
    Set<String> tags() {
        return steps.stream().flatMap(step -> step.tags().stream()).collect(Collectors.toSet());
    }
}
