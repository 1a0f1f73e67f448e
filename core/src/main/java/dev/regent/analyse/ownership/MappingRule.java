package dev.regent.analyse.ownership;

import java.util.Optional;
import java.util.function.Predicate;

/// What people say of some workloads. It outweighs whatever far sides say.
///
/// @param name for a sentence, for example `mapping rule 3 (line 12)`
/// @param tier empty where it doesn't say; never `UNKNOWN`
/// @param team empty where it doesn't say
/// @param owner empty where it doesn't say
public record MappingRule(
        String name, Match match, Optional<Tier> tier, Optional<String> team, Optional<String> owner) {

    /// Of which workloads. All three must hold.
    ///
    /// @param environment tells of an environment's name
    /// @param namespace tells of a namespace or stack; of the empty text where a workload stands alone
    /// @param workload tells of a workload's name, for example `deployment shop/cart`
    public record Match(Predicate<String> environment, Predicate<String> namespace, Predicate<String> workload) {

        boolean holds(String environmentName, Optional<String> space, String workloadName) {
            return environment.test(environmentName) && namespace.test(space.orElse("")) && workload.test(workloadName);
        }
    }

    public MappingRule {
        if (tier.equals(Optional.of(Tier.UNKNOWN))) {
            throw new IllegalArgumentException(name + " says that the tier is unknown; a rule says what it is");
        }
        if (tier.isEmpty() && team.isEmpty() && owner.isEmpty()) {
            throw new IllegalArgumentException(name + " says neither tier, team nor owner");
        }
    }
}
