package dev.regent.approve;

import dev.regent.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A plan as it waits for an answer, with what an answer depends on.
///
/// @param proposer who had it made
/// @param expires from then on it can't be approved
/// @param manifests how many the registry has in all
/// @param unmet what has to be done before it can be approved at all, a sentence each with its
///     remedy
/// @param closed why it is no longer open; empty while it is
public record ProposedPlan(
        Plan plan, String proposer, Instant expires, long manifests, List<String> unmet, Optional<String> closed) {
    public ProposedPlan {
        unmet = List.copyOf(unmet);
    }
}
