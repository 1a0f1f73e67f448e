package dev.regent.store.acts;

import dev.regent.plan.Plan;
import java.time.Duration;
import java.util.List;

/// A plan that is to be kept; the database's clock says when.
///
/// @param proposer who had it made
/// @param validity how long it can be approved
/// @param manifests how many the registry has in all
/// @param unmet what has to be done before it can be approved at all, a sentence each
/// @param sources the sources as they were heard, as JSON
public record NewPlan(
        Plan plan, String proposer, Duration validity, long manifests, List<String> unmet, String sources) {
    public NewPlan {
        unmet = List.copyOf(unmet);
        if (!validity.isPositive()) {
            throw new IllegalArgumentException("a plan can be approved for some time, got " + validity);
        }
    }
}
