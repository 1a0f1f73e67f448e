package dev.regent.engine.config;

import dev.regent.analyse.ownership.Ownership;
import dev.regent.policy.yaml.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the configuration file says, defaults made explicit. All paths are absolute.
///
/// @param registries no two have one name or one host
/// @param environments no two have one name
/// @param policies files, and folders of them, as `PolicyFiles` reads them
/// @param grace how long a manifest counts as new
/// @param tokenRealms hosts that may see the credentials of any registry, besides its own
/// @param timeout after how much silence a source is unheard
/// @param ownership whom workloads belong to
/// @param approvedRegistries hosts from which images may run, besides those of `registries`
/// @param warnings what was perhaps not meant
public record Configuration(
        List<RegistryConfig> registries,
        List<EnvironmentConfig> environments,
        List<Path> policies,
        List<Pin> pins,
        Duration grace,
        Approval approval,
        Limits limits,
        UndoRetention undo,
        Set<String> tokenRealms,
        Duration timeout,
        Ownership ownership,
        Set<String> approvedRegistries,
        List<Warning> warnings) {

    static final Duration GRACE = Duration.ofHours(24);
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    public Configuration {
        registries = List.copyOf(registries);
        environments = List.copyOf(environments);
        policies = List.copyOf(policies);
        pins = List.copyOf(pins);
        tokenRealms = Set.copyOf(tokenRealms);
        approvedRegistries = Set.copyOf(approvedRegistries);
        warnings = List.copyOf(warnings);
        Set<String> known = new HashSet<>();
        for (EnvironmentConfig environment : environments) {
            if (!known.add(environment.name())) {
                throw new IllegalArgumentException("two environments are named " + environment.name());
            }
        }
        Set<String> names = new HashSet<>();
        for (RegistryConfig registry : registries) {
            if (!names.add(registry.name())) {
                throw new IllegalArgumentException("two registries are named " + registry.name());
            }
            if (registry.environments() instanceof RegistryEnvironments.Named(var used) && !known.containsAll(used)) {
                throw new IllegalArgumentException("registry " + registry.name() + " names unknown environments");
            }
        }
    }

    /// Nothing is looked at.
    static Configuration nothing(List<Warning> warnings) {
        return new Configuration(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                GRACE,
                Approval.USUAL,
                Limits.USUAL,
                UndoRetention.USUAL,
                Set.of(),
                TIMEOUT,
                Ownership.USUAL,
                Set.of(),
                warnings);
    }

    /// The registry of that name, if there is one.
    public Optional<RegistryConfig> registry(String name) {
        return registries.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /// The environment of that name, if there is one.
    public Optional<EnvironmentConfig> environment(String name) {
        return environments.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /// How long a manifest of that registry counts as new.
    public Duration graceOf(RegistryConfig registry) {
        return registry.grace().orElse(grace);
    }

    /// All hosts that may see the credentials of that registry, besides its own.
    public Set<String> tokenRealmsOf(RegistryConfig registry) {
        Set<String> realms = new HashSet<>(tokenRealms);
        realms.addAll(registry.tokenRealms());
        return Set.copyOf(realms);
    }

    /// Names of the registries that `before` didn't have, or read elsewhere, otherwise or with other credentials.
    public Set<String> readAnew(Configuration before) {
        return registries.stream()
                .filter(registry -> before.registry(registry.name())
                        .filter(it -> registry.isReadAs(it)
                                && timeout.equals(before.timeout)
                                && tokenRealmsOf(registry).equals(before.tokenRealmsOf(it)))
                        .isEmpty())
                .map(RegistryConfig::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// All hosts from which images may run, as references name them: those of the registries that are looked at, and
    /// those that were approved besides.
    public Set<String> approvedHosts() {
        Set<String> hosts = new HashSet<>();
        registries.forEach(registry -> hosts.addAll(registry.hosts()));
        approvedRegistries.forEach(host -> hosts.addAll(RegistryConfig.hosts(URI.create("https://" + host))));
        return Set.copyOf(hosts);
    }

    /// Keys of the labels that connectors have to hand on.
    public Set<String> labelKeys() {
        return ownership.labels().all();
    }

    /// The warnings that are true at `now`, from top to bottom of the file.
    public List<Problem> warningsAt(Instant now) {
        return warnings.stream()
                .filter(warning ->
                        warning.from().isEmpty() || !now.isBefore(warning.from().get()))
                .map(Warning::problem)
                .toList();
    }
}
