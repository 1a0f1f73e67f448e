package dev.regent.server.estate;

import dev.regent.analyse.ownership.Attribution;
import dev.regent.analyse.ownership.Ownership;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentPages.KeptWorkload;
import dev.regent.store.estate.KeptFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells whom workloads belong to, by what was kept of them and of their environments.
public final class Attributions {

    private final Ownership ownership;
    private final Map<String, KeptFacts> facts;

    /// @param ownership of the configuration in force
    public Attributions(Ownership ownership, EnvironmentPages pages) {
        this.ownership = ownership;
        this.facts = pages.facts();
    }

    public Attribution of(KeptWorkload workload) {
        return of(workload.environment(), new Workload(workload.name(), workload.space(), workload.hints()));
    }

    private Attribution of(String environment, Workload workload) {
        return ownership.of(
                environment, facts.getOrDefault(environment, KeptFacts.NONE).hints(), workload);
    }

    /// Of the workload of each use.
    public Map<Use, Attribution> of(Collection<Use> uses, EnvironmentPages pages) {
        Map<List<String>, Attribution> kept = new HashMap<>();
        pages.workloads(uses)
                .forEach(workload -> kept.put(List.of(workload.environment(), workload.name()), of(workload)));
        Map<Use, Attribution> all = new HashMap<>();
        uses.forEach(use -> all.put(
                use,
                kept.computeIfAbsent(
                        List.of(use.environment(), use.workload()),
                        _ -> of(use.environment(), new Workload(use.workload(), Optional.empty(), List.of())))));
        return all;
    }
}
