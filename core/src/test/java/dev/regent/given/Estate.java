package dev.regent.given;

import dev.regent.analyse.Past;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Uses;
import dev.regent.analyse.retention.RetentionJudge;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.inventory.RegistryInventory;
import dev.regent.plan.Plan;
import dev.regent.plan.Planner;
import dev.regent.plan.Planner.Judged;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Some registries, judged and planned for as [dev.regent.Regent] does, if nobody was asked what
/// runs.
public final class Estate {

    private final List<RegistryInventory> registries;
    private final Instant now;

    private Estate(List<RegistryInventory> registries, Instant now) {
        this.registries = registries;
        this.now = now;
    }

    public static Estate anEstate(RegistryBuilder... registries) {
        return new Estate(Stream.of(registries).map(RegistryBuilder::inventory).toList(), ManifestBuilder.NOW);
    }

    public Estate at(Instant other) {
        return new Estate(registries, other);
    }

    public Plan plan(PolicyBuilder... policies) {
        return plan(Stream.of(policies).map(PolicyBuilder::build).toList());
    }

    public Plan plan(List<RetentionPolicy> policies) {
        List<Judged> judged = registries.stream()
                .flatMap(registry -> registry.repositories().stream()
                        .map(repository -> RepositoryView.of(registry, repository, Uses.notAsked(), Past.NOTHING, now)))
                .map(view -> new Judged(view, RetentionJudge.judge(view, policies)))
                .toList();
        return Planner.plan(
                registries,
                judged,
                policies.stream().map(RetentionPolicy::digest).toList());
    }
}
