package dev.regent.engine.config;

import dev.regent.policy.Glob;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A registry that the server looks at.
///
/// @param name what people call it
/// @param url `http` or `https`, host and perhaps port
/// @param storage Distribution's rootdirectory, where it can be read there
/// @param aliases other names that references use, each `host` or `host:port` in lower case
/// @param environmentsComplete whether somebody says that no other environment uses it
/// @param grace instead of [Configuration#grace()]
/// @param repositories what is looked at; at least one glob
/// @param caFile certificates to trust besides the usual ones
/// @param insecure whether any certificate is taken
/// @param tokenRealms hosts that may see the credentials, besides [Configuration#tokenRealms()]
/// @param every how long from one look to the next
public record RegistryConfig(
        String name,
        URI url,
        Optional<Path> storage,
        List<String> aliases,
        RegistryRole role,
        RegistryCredentials credentials,
        RegistryEnvironments environments,
        boolean environmentsComplete,
        Optional<Duration> grace,
        List<Glob> repositories,
        Optional<Path> caFile,
        boolean insecure,
        Set<String> tokenRealms,
        Duration every) {

    static final Duration EVERY = Duration.ofMinutes(15);
    static final List<Glob> ALL = List.of(Glob.parse("**"));

    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    public RegistryConfig {
        aliases = List.copyOf(aliases);
        repositories = List.copyOf(repositories);
        tokenRealms = Set.copyOf(tokenRealms);
        if (environmentsComplete && environments instanceof RegistryEnvironments.Unsaid) {
            throw new IllegalArgumentException("environments are complete, and none are said: registry " + name);
        }
        if (repositories.isEmpty() || !every.isPositive()) {
            throw new IllegalArgumentException("a registry has repositories and a time between looks: " + name);
        }
    }

    /// Whether a look at it asks the same far side the same, in the same way, as one at `other`; who uses it and what
    /// follows from that aside.
    boolean isReadAs(RegistryConfig other) {
        return url.equals(other.url)
                && storage.equals(other.storage)
                && role == other.role
                && credentials.equals(other.credentials)
                && repositories.equals(other.repositories)
                && caFile.equals(other.caFile)
                && insecure == other.insecure;
    }

    /// The names by which references lead here, in lower case: that of the URL, with and without the
    /// port where it is the usual one, and the aliases.
    public Set<String> hosts() {
        Set<String> hosts = new HashSet<>(hosts(url));
        hosts.addAll(aliases);
        return Set.copyOf(hosts);
    }

    static Set<String> hosts(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int usual = url.getScheme().equals("https") ? 443 : 80;
        if (DOCKER_HUB.contains(host)) {
            return DOCKER_HUB;
        }
        return url.getPort() < 0 || url.getPort() == usual
                ? Set.of(host, host + ":" + usual)
                : Set.of(host + ":" + url.getPort());
    }
}
