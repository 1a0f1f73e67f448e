package dev.regent.analyse.ownership;

import java.util.function.Predicate;

/// What people say of some repositories. It outweighs whatever runs from them.
///
/// @param registry tells of a registry's name in the configuration
/// @param repository tells of a repository's name within its registry
public record RepositoryRule(Predicate<String> registry, Predicate<String> repository, String team) {

    public RepositoryRule {
        if (team.isBlank()) {
            throw new IllegalArgumentException("a rule for repositories names a team, got a blank");
        }
    }

    boolean holds(String registryName, String repositoryName) {
        return registry.test(registryName) && repository.test(repositoryName);
    }
}
