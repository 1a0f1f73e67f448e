package dev.regent.testkit.oracle;

import dev.regent.observe.Use;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that a verdict may depend on.
///
/// @param registry its name, which scopes match
/// @param hosts the names that references to this registry use, with their ports
/// @param otherHosts known hosts of other registries; a use by tag under one of them is not about
///     this one
/// @param uses empty where nobody asked, which is something else than an empty list
/// @param environmentsHeard whether all environments were heard completely; counts only where
///     somebody asked
public record Question(
        World world,
        View view,
        String registry,
        Set<String> hosts,
        Set<String> otherHosts,
        List<PolicyModel> policies,
        Optional<List<Use>> uses,
        boolean environmentsHeard,
        Instant now) {
    public Question {
        hosts = Set.copyOf(hosts);
        otherHosts = Set.copyOf(otherHosts);
        policies = List.copyOf(policies);
        uses = uses.map(List::copyOf);
    }

    /// No uses asked for, one registry without a known host.
    public static Question about(World world, View view, List<PolicyModel> policies, Instant now) {
        return new Question(world, view, "registry", Set.of(), Set.of(), policies, Optional.empty(), true, now);
    }

    public Question with(List<Use> heard) {
        return new Question(
                world, view, registry, hosts, otherHosts, policies, Optional.of(heard), environmentsHeard, now);
    }

    public Question unheard() {
        return new Question(
                world, view, registry, hosts, otherHosts, policies, uses.or(() -> Optional.of(List.of())), false, now);
    }

    public Question seen(View other) {
        return new Question(world, other, registry, hosts, otherHosts, policies, uses, environmentsHeard, now);
    }
}
