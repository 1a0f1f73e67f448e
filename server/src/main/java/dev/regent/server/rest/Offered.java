package dev.regent.server.rest;

import dev.regent.engine.config.Configuration;
import dev.regent.observe.OfferedRegistry;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.EnvironmentState;
import dev.regent.store.estate.KeptEnvironment;
import dev.regent.store.estate.KeptFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Registries that what manages environments knows, and that could be configured.
final class Offered {

    private Offered() {}

    /// Who may use a registry in one environment.
    public record Grant(String environment, List<String> users, List<String> teams, List<String> namespaces) {
        public Grant {
            users = List.copyOf(users);
            teams = List.copyOf(teams);
            namespaces = List.copyOf(namespaces);
        }

        static Grant of(OfferedRegistry.Grant grant) {
            return new Grant(grant.environment(), grant.users(), grant.teams(), grant.namespaces());
        }
    }

    /// One registry.
    ///
    /// @param by which environment's manager knows it
    /// @param name as people call it there
    /// @param authenticated whether credentials are kept for it there
    /// @param configured the name of the registry of this configuration that is the same; absent
    ///     if none is
    /// @param environments those that may use it
    /// @param yaml what to add to the configuration; absent if it is configured, or has no host
    public record Offer(
            String by,
            String name,
            String host,
            String product,
            boolean authenticated,
            Optional<String> configured,
            List<String> environments,
            List<Grant> grants,
            Optional<String> yaml) {
        public Offer {
            environments = List.copyOf(environments);
            grants = List.copyOf(grants);
        }
    }

    /// Those that `covers` lets through if they are configured; those that aren't only if it
    /// lets everything through.
    ///
    /// @param all whether those that are configured are shown too
    static List<Offer> list(Running running, boolean seesAll, Predicate<String> covers, boolean all) {
        Configuration configuration = running.inForce().configuration();
        Map<String, KeptFacts> facts = running.environmentPages().facts();
        Set<String> names = configuration.registries().stream()
                .map(registry -> registry.name())
                .collect(Collectors.toSet());
        List<Offer> offered = new ArrayList<>();
        for (KeptEnvironment environment : running.environments().list()) {
            if (environment.state() == EnvironmentState.RETIRED || environment.state() == EnvironmentState.REMOVED) {
                continue;
            }
            for (OfferedRegistry registry :
                    facts.getOrDefault(environment.name(), KeptFacts.NONE).registries()) {
                Optional<String> configured = configured(configuration, registry);
                boolean visible = configured.map(covers::test).orElse(seesAll);
                if (visible && (all || configured.isEmpty())) {
                    offered.add(shown(environment, registry, configured, names));
                }
            }
        }
        return offered;
    }

    private static Optional<String> configured(Configuration configuration, OfferedRegistry registry) {
        String host = host(registry);
        return configuration.registries().stream()
                .filter(each -> each.hosts().contains(host))
                .map(each -> each.name())
                .findFirst();
    }

    private static String host(OfferedRegistry registry) {
        return registry.host().replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
    }

    private static Offer shown(
            KeptEnvironment by, OfferedRegistry registry, Optional<String> configured, Set<String> names) {
        Set<String> environments = registry.grants().stream()
                .map(OfferedRegistry.Grant::environment)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Offer(
                by.name(),
                registry.name(),
                registry.host(),
                registry.product(),
                registry.authenticated(),
                configured,
                List.copyOf(environments),
                registry.grants().stream().map(Grant::of).toList(),
                configured.isPresent()
                        ? Optional.empty()
                        : OfferedYaml.of(registry, by.directory().orElse(by.name()), names));
    }
}
