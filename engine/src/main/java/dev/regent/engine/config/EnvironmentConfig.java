package dev.regent.engine.config;

import dev.regent.policy.Glob;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An environment that runs images, or what manages many.
///
/// @param name what people call it
/// @param url `tcp`, `unix`, `ssh`, `http` or `https` for an engine; `portainer+http(s)` for Portainer;
///     `kubernetes+http(s)`, `kubernetes+file` (a kubeconfig) or `kubernetes+in-cluster` for a cluster
/// @param caFile certificates to trust besides the usual ones
/// @param certificates a folder as Docker's client has it: `ca.pem`, or `cert.pem` and `key.pem`, or
///     all three; `tcp` then means TLS
/// @param insecure whether any certificate is taken
/// @param every how long from one look to the next
/// @param token what Portainer or a cluster wants to see
/// @param context of a kubeconfig; empty for its current one
/// @param only which of Portainer's environments to look at, by their names there
/// @param resources of a cluster, besides those that are known
public record EnvironmentConfig(
        String name,
        URI url,
        Optional<Path> caFile,
        Optional<Path> certificates,
        boolean insecure,
        Duration every,
        Optional<TokenPlace> token,
        Optional<String> context,
        List<Glob> only,
        List<CustomImages> resources) {

    static final Duration EVERY = Duration.ofMinutes(1);
    static final List<Glob> ALL = List.of(Glob.parse("**"));

    /// One of which nothing more is said.
    public static EnvironmentConfig at(String name, URI url, Optional<Path> certificates, Optional<TokenPlace> token) {
        return new EnvironmentConfig(
                name, url, Optional.empty(), certificates, false, EVERY, token, Optional.empty(), ALL, List.of());
    }

    public EnvironmentConfig {
        only = List.copyOf(only);
        resources = List.copyOf(resources);
        if (!every.isPositive()) {
            throw new IllegalArgumentException("an environment has a time between looks: " + name);
        }
    }
}
