package dev.regent.server.estate;

import dev.regent.plan.CarriedOut;
import dev.regent.plan.ExpectedDuration;
import dev.regent.plan.Price;
import dev.regent.plan.Price.Deletion;
import dev.regent.plan.Step;
import dev.regent.store.Database;
import dev.regent.store.acts.ExecutionStep;
import dev.regent.store.acts.PastSteps;
import dev.regent.store.estate.TagCounts;
import java.util.Collection;
import java.util.List;

/// Says how long it will take to carry something out, by how long it took before.
public final class Durations {

    private final PastSteps past;
    private final TagCounts counts;

    public Durations(Database database) {
        this.past = new PastSteps(database);
        this.counts = new TagCounts(database);
    }

    /// Of a whole plan.
    ///
    /// @param registry the one that all steps are in
    public ExpectedDuration of(String registry, Collection<Step> steps) {
        return all(
                registry,
                steps.stream()
                        .map(step -> new Deletion(
                                step.repository(), step.closure(), step.tags().size()))
                        .toList());
    }

    /// Of what is still to be done of an execution that deletes.
    public ExpectedDuration left(String registry, Collection<ExecutionStep> steps) {
        return all(
                registry,
                steps.stream()
                        .filter(step -> step.outcome().equals("waiting")
                                || step.outcome().equals("begun"))
                        .map(step -> new Deletion(
                                step.repository(), step.closure(), step.tags().size()))
                        .toList());
    }

    private ExpectedDuration all(String registry, List<Deletion> deletions) {
        CarriedOut known =
                new CarriedOut(past.closures(registry), past.looks(registry), counts.secondsPerRequest(registry));
        return Price.of(known)
                .all(
                        deletions,
                        counts.of(
                                registry,
                                deletions.stream().map(Deletion::repository).toList()));
    }
}
