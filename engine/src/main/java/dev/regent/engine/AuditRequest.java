package dev.regent.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an audit is asked to look at.
///
/// @param registries addresses as people write them: `http(s)://host[:port]` or `storage:DIR`
/// @param policies files; none means that everything is kept
/// @param environments addresses by name; none means that nobody asks what runs
/// @param repositories globs; none means all. Names without wildcard are read without asking the catalog
/// @param at the moment at which ages are taken; empty for now
public record AuditRequest(
        List<String> registries,
        List<Path> policies,
        Map<String, URI> environments,
        List<String> repositories,
        Access access,
        Optional<Instant> at) {

    /// How far sides are reached and who we are to them.
    ///
    /// @param authFile Docker's `config.json`; empty for the user's own
    /// @param caFile certificates to trust besides the platform's
    /// @param insecure whether any certificate is taken
    /// @param tokenRealms hosts that may see credentials besides a registry's own
    /// @param environmentTokens by the name of an environment a file with the token that it wants
    /// @param timeout how long a source may stay silent
    public record Access(
            Optional<Path> authFile,
            Optional<Path> caFile,
            boolean insecure,
            Set<String> tokenRealms,
            Map<String, Path> environmentTokens,
            Duration timeout) {

        public static final Access USUAL =
                new Access(Optional.empty(), Optional.empty(), false, Set.of(), Map.of(), Duration.ofSeconds(30));

        public Access {
            environmentTokens = Map.copyOf(environmentTokens);
            tokenRealms = Set.copyOf(tokenRealms);
        }
    }

    public AuditRequest {
        registries = List.copyOf(registries);
        policies = List.copyOf(policies);
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        repositories = List.copyOf(repositories);
        if (registries.isEmpty()) {
            throw new IllegalArgumentException("name a registry: http(s)://host[:port] or storage:DIR");
        }
    }

    /// An audit of `registries` with nothing else said.
    public static AuditRequest of(String... registries) {
        return new AuditRequest(List.of(registries), List.of(), Map.of(), List.of(), Access.USUAL, Optional.empty());
    }

    public AuditRequest withPolicies(List<Path> files) {
        return new AuditRequest(registries, files, environments, repositories, access, at);
    }

    public AuditRequest withEnvironments(Map<String, URI> byName) {
        return new AuditRequest(registries, policies, byName, repositories, access, at);
    }

    public AuditRequest withRepositories(List<String> globs) {
        return new AuditRequest(registries, policies, environments, globs, access, at);
    }

    public AuditRequest withAccess(Access other) {
        return new AuditRequest(registries, policies, environments, repositories, other, at);
    }

    public AuditRequest at(Instant moment) {
        return new AuditRequest(registries, policies, environments, repositories, access, Optional.of(moment));
    }
}
