package dev.regent.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
/// @param authFile Docker's `config.json`; empty for the user's own
/// @param at the moment at which ages are taken; empty for now
public record AuditRequest(
        List<String> registries,
        List<Path> policies,
        Map<String, URI> environments,
        List<String> repositories,
        Optional<Path> authFile,
        Optional<Path> caFile,
        boolean insecure,
        Set<String> tokenRealms,
        Duration timeout,
        Optional<Instant> at) {

    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    public AuditRequest {
        registries = List.copyOf(registries);
        policies = List.copyOf(policies);
        repositories = List.copyOf(repositories);
        tokenRealms = Set.copyOf(tokenRealms);
        if (registries.isEmpty()) {
            throw new IllegalArgumentException("name a registry: http(s)://host[:port] or storage:DIR");
        }
    }

    /// An audit of `registries` with nothing else said.
    public static AuditRequest of(String... registries) {
        return new AuditRequest(
                List.of(registries),
                List.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                USUAL_TIMEOUT,
                Optional.empty());
    }

    public AuditRequest withPolicies(List<Path> files) {
        return new AuditRequest(
                registries, files, environments, repositories, authFile, caFile, insecure, tokenRealms, timeout, at);
    }

    public AuditRequest withEnvironments(Map<String, URI> byName) {
        return new AuditRequest(
                registries, policies, byName, repositories, authFile, caFile, insecure, tokenRealms, timeout, at);
    }

    public AuditRequest withRepositories(List<String> globs) {
        return new AuditRequest(
                registries, policies, environments, globs, authFile, caFile, insecure, tokenRealms, timeout, at);
    }

    public AuditRequest withAuthFile(Path file) {
        return new AuditRequest(
                registries,
                policies,
                environments,
                repositories,
                Optional.of(file),
                caFile,
                insecure,
                tokenRealms,
                timeout,
                at);
    }

    public AuditRequest withTls(Optional<Path> ca, boolean anyCertificate) {
        return new AuditRequest(
                registries,
                policies,
                environments,
                repositories,
                authFile,
                ca,
                anyCertificate,
                tokenRealms,
                timeout,
                at);
    }

    public AuditRequest withTokenRealms(Set<String> hosts) {
        return new AuditRequest(
                registries, policies, environments, repositories, authFile, caFile, insecure, hosts, timeout, at);
    }

    public AuditRequest withTimeout(Duration other) {
        return new AuditRequest(
                registries, policies, environments, repositories, authFile, caFile, insecure, tokenRealms, other, at);
    }

    public AuditRequest at(Instant moment) {
        return new AuditRequest(
                registries,
                policies,
                environments,
                repositories,
                authFile,
                caFile,
                insecure,
                tokenRealms,
                timeout,
                Optional.of(moment));
    }
}
