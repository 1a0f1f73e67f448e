package dev.regent.server.estate;

import dev.regent.analyse.ownership.Attribution;
import dev.regent.analyse.ownership.Ownership;
import dev.regent.engine.config.Configuration;
import dev.regent.store.Database;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentPages.KeptWorkload;
import dev.regent.store.estate.EnvironmentPages.Place;
import dev.regent.store.estate.EnvironmentPages.WorkloadFilter;
import dev.regent.store.estate.Page;
import dev.regent.store.estate.RepositoryNames;
import dev.regent.store.space.EstateStorage.Teams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whose repositories are whose. Where a rule of the configuration for repositories matches, it
/// decides. Else a repository belongs to the teams of all workloads that use an image of it now,
/// whatever its name is.
public final class RepositoryTeams {

    private static final int READ = 500;

    private final Configuration configuration;
    private final EnvironmentPages pages;
    private final RepositoryNames names;

    public RepositoryTeams(Configuration configuration, Database database) {
        this.configuration = configuration;
        this.pages = new EnvironmentPages(database);
        this.names = new RepositoryNames(database);
    }

    /// By registry. Repositories that belong to nobody are missing.
    public Map<String, Teams> now() {
        Map<String, Map<String, Set<String>>> teams = new HashMap<>();
        Attributions attributions = new Attributions(configuration.ownership(), pages);
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            Page<KeptWorkload> page = pages.workloads(WorkloadFilter.ALL, next.get(), READ);
            add(teams, page.items(), attributions);
            next = page.next();
        }
        rule(teams);
        return teams.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> new Teams(entry.getValue())));
    }

    private void rule(Map<String, Map<String, Set<String>>> teams) {
        Ownership ownership = configuration.ownership();
        if (ownership.repositories().isEmpty()) {
            return;
        }
        names.all()
                .forEach((registry, repositories) -> repositories.forEach(repository -> ownership
                        .teamOf(registry, repository)
                        .ifPresent(team -> teams.computeIfAbsent(registry, _ -> new HashMap<>())
                                .put(repository, Set.of(team)))));
    }

    private void add(
            Map<String, Map<String, Set<String>>> teams, List<KeptWorkload> workloads, Attributions attributions) {
        Whereabouts whereabouts = new Whereabouts(
                configuration,
                workloads.stream().flatMap(workload -> workload.uses().stream()).toList(),
                pages);
        for (KeptWorkload workload : workloads) {
            Optional<String> team = attributions.of(workload).team().map(Attribution.Said::value);
            if (team.isEmpty()) {
                continue;
            }
            workload.uses().stream()
                    .flatMap(use -> whereabouts.of(use).places().stream())
                    .filter(Place::here)
                    .forEach(place -> teams.computeIfAbsent(place.registry(), _ -> new HashMap<>())
                            .computeIfAbsent(place.repository(), _ -> new TreeSet<>())
                            .add(team.get()));
        }
    }
}
