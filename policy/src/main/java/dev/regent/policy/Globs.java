package dev.regent.policy;

import java.util.List;
import java.util.function.Predicate;

/// Holds of a name that one of `wanted` matches and none of `unwanted`.
public record Globs(List<Glob> wanted, List<Glob> unwanted) implements Predicate<String> {
    public Globs {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
    }

    @Override
    public boolean test(String name) {
        return wanted.stream().anyMatch(glob -> glob.test(name))
                && unwanted.stream().noneMatch(glob -> glob.test(name));
    }
}
