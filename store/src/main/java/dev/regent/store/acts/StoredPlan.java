package dev.regent.store.acts;

import dev.regent.approve.ProposedPlan;
import dev.regent.plan.Plan;
import java.util.Optional;

/// A plan as it was kept.
///
/// @param sources the sources as they were heard when it was made, as JSON
public record StoredPlan(PlanHead head, Plan plan, String sources) {

    /// What an answer to it depends on.
    public ProposedPlan proposed() {
        return new ProposedPlan(plan, head.proposer(), head.expires(), head.manifests(), head.unmet(), closed());
    }

    /// Why nobody can approve it any more. That it expired shows in its time. One that a newer one
    /// followed still can be: who read it for a while mustn't begin anew, and only what the newest
    /// look allows is carried out.
    private Optional<String> closed() {
        return switch (head.state()) {
            case OPEN, SUPERSEDED, EXPIRED -> Optional.empty();
            case APPROVED -> Optional.of("the plan is approved already; carry it out, or withdraw that approval");
            case CARRIED_OUT -> Optional.of("the plan was carried out already; have a new one made");
            case VOID -> Optional.of("the plan is void: " + head.closedReason() + "; have it made anew");
        };
    }
}
