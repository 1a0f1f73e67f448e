package dev.regent.analyse.retention;

import dev.regent.oci.Digest;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What to keep and what to remove, within a scope. Any keep beats every remove, over all policies,
/// in any order.
///
/// @param digest names what the policy says; neither its layout, comments nor the order of its
///     items enter
/// @param allowEmpty whether the newest image of a repository may go too
public record RetentionPolicy(String name, Digest digest, Scope scope, List<Item> items, boolean allowEmpty) {
    public RetentionPolicy {
        items = List.copyOf(items);
    }

    /// Where a policy holds.
    ///
    /// @param registries tells of a registry's name
    /// @param repositories tells of a repository's name within its registry
    /// @param artifactTypes artifacts that are judged like images; all others are kept
    public record Scope(Predicate<String> registries, Predicate<String> repositories, Set<String> artifactTypes) {
        public Scope {
            artifactTypes = Set.copyOf(artifactTypes);
        }

        public boolean includes(String registry, String repository) {
            return registries.test(registry) && repositories.test(repository);
        }
    }

    public enum Action {
        KEEP,
        REMOVE
    }

    /// Holds if all its conditions do.
    public record Item(Action action, List<Condition> conditions) {
        public Item {
            conditions = List.copyOf(conditions);
            if (conditions.isEmpty()) {
                throw new IllegalArgumentException("an item has at least one condition");
            }
        }

        /// As it stands in the policy, conditions in the order of the alphabet.
        public String written() {
            return (action == Action.KEEP ? "keep {" : "remove {")
                    + String.join(
                            ", ",
                            conditions.stream().map(Condition::written).sorted().toList())
                    + "}";
        }
    }

    /// Whether judging a repository in scope takes the times at which its images were built.
    public boolean needsBuildTimes() {
        return items.stream()
                .anyMatch(item -> (item.action() == Action.REMOVE && !allowEmpty)
                        || item.conditions().stream().anyMatch(RetentionPolicy::needsBuildTime));
    }

    private static boolean needsBuildTime(Condition condition) {
        return switch (condition) {
            case Condition.Newest _, Condition.Built _ -> true;
            case Condition.Tags _,
                    Condition.PulledWithin _,
                    Condition.UsedWithin _,
                    Condition.UntaggedFor _,
                    Condition.Picked _ -> false;
        };
    }
}
