package dev.regent.engine.report;

import dev.regent.Regent.Proposal;
import dev.regent.analyse.Judgement;
import dev.regent.analyse.health.Finding;
import dev.regent.analyse.health.Health;
import dev.regent.engine.report.AuditReport.RepositoryBytes;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.StoredBytes;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.Volume;
import dev.regent.plan.HeldBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Counts and collects what a report says.
public final class Reports {

    private Reports() {}

    /// The report on what was proposed.
    ///
    /// @param at the moment at which ages were taken
    /// @param heldBack by environments that were not wholly heard
    public static AuditReport of(Proposal proposal, Instant at, HeldBack heldBack) {
        List<RegistryInventory> registries = proposal.inventories();
        List<Judgement> verdicts = proposal.judged().stream()
                .flatMap(judged -> judged.judgements().stream())
                .toList();
        return new AuditReport(
                at,
                registries.size(),
                repositories(registries).toList().size(),
                repositories(registries)
                        .mapToLong(RepositoryInventory::tagCount)
                        .sum(),
                registries.stream()
                        .flatMap(registry -> registry.contents().keySet().stream())
                        .distinct()
                        .count(),
                verdicts.stream()
                        .filter(judgement -> judgement.tags().isEmpty())
                        .count(),
                registries.stream()
                        .mapToLong(registry ->
                                StoredBytes.of(registry.contents().values()).total())
                        .sum(),
                registries.stream()
                        .flatMap(registry -> registry.volume().stream())
                        .mapToLong(Volume::orphanBytes)
                        .sum(),
                requests(proposal),
                sources(proposal),
                proposal.plan(),
                verdicts,
                bytes(registries),
                findings(proposal),
                heldBack);
    }

    private static Stream<RepositoryInventory> repositories(List<RegistryInventory> registries) {
        return registries.stream().flatMap(registry -> registry.repositories().stream());
    }

    private static long requests(Proposal proposal) {
        return proposal.registries().stream()
                        .mapToLong(RegistryObservation::requests)
                        .sum()
                + proposal.environments().stream()
                        .mapToLong(EnvironmentObservation::requests)
                        .sum();
    }

    private static List<Source> sources(Proposal proposal) {
        List<Source> sources = new ArrayList<>();
        for (RegistryObservation registry : proposal.registries()) {
            sources.add(new Source(registry.identity().name(), registry.kind(), registry.heard(), registry.detail()));
        }
        for (EnvironmentObservation environment : proposal.environments()) {
            sources.add(new Source(environment.name(), environment.kind(), environment.heard(), environment.detail()));
        }
        if (proposal.environments().isEmpty()) {
            sources.add(new Source(
                    "uses",
                    "uses",
                    Heard.NO,
                    "no environment was named, so verdicts are as if nothing ran: such a plan can only be read; name"
                            + " what runs with --environment"));
        }
        return sources;
    }

    private static List<RepositoryBytes> bytes(List<RegistryInventory> registries) {
        List<RepositoryBytes> all = new ArrayList<>();
        for (RegistryInventory registry : registries) {
            for (RepositoryInventory repository : registry.repositories()) {
                List<ManifestContent> contents = new ArrayList<>();
                for (int manifest = 0; manifest < repository.size(); manifest++) {
                    contents.add(repository.content(manifest));
                }
                all.add(new RepositoryBytes(
                        registry.name(),
                        repository.name(),
                        repository.tagCount(),
                        repository.size(),
                        StoredBytes.of(contents).total()));
            }
        }
        return all;
    }

    private static List<Finding> findings(Proposal proposal) {
        Map<String, RegistryObservation> observed = new HashMap<>();
        proposal.registries().forEach(one -> observed.put(one.identity().name(), one));
        return proposal.inventories().stream()
                .flatMap(registry ->
                        Health.findings(Objects.requireNonNull(observed.get(registry.name())), registry).stream())
                .toList();
    }
}
