package dev.regent.approve;

import dev.regent.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Decides whether somebody may say yes, and makes what may then be carried out.
public final class Approving {

    private Approving() {}

    /// Somebody says yes.
    ///
    /// @param id the name that the approval will have
    /// @param allowLarge whether they said that they know that the plan is large
    /// @param at the moment, by the database's clock
    public record Request(String id, String by, String reason, boolean allowLarge, Instant at) {}

    /// The answer.
    public sealed interface Decision {

        record Granted(ApprovedPlan plan) implements Decision {}

        /// Something stands against it.
        ///
        /// @param reasons everything that stands against it, with what to do
        record Refused(List<String> reasons) implements Decision {
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /// Grants it if nothing stands against it.
    public static Decision decide(ProposedPlan proposed, Request request, ApprovalRules rules) {
        List<String> reasons = obstacles(proposed, request.at());
        boolean sameHand = request.by().equals(proposed.proposer());
        if (request.reason().isBlank()) {
            reasons.add("a reason is missing: say why this may be done");
        }
        if (sameHand && rules.distinctApprover()) {
            reasons.add(request.by() + " proposed this plan, so somebody else has to approve it; where one person does"
                    + " everything, set `approval: {distinctApprover: false}`, and the record will say so");
        }
        int steps = proposed.plan().steps().size();
        if (!request.allowLarge() && rules.isLarge(steps, proposed.manifests())) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the plan is large: %d of %d manifests (the limits are %d manifests and %.0f %%); look at it again"
                            + " and approve it with --allow-large",
                    steps,
                    proposed.manifests(),
                    rules.largeManifests(),
                    rules.largeShare() * 100));
        }
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        Instant until = request.at().plus(rules.validity());
        Approval approval = new Approval(
                request.id(),
                proposed.plan().digest(),
                proposed.proposer(),
                request.by(),
                request.reason().strip(),
                request.at(),
                until,
                sameHand);
        return new Decision.Granted(new ApprovedPlan(proposed.plan(), approval));
    }

    /// What stands against anybody's approval of the plan.
    public static List<String> obstacles(ProposedPlan proposed, Instant now) {
        List<String> obstacles = new ArrayList<>(proposed.unmet());
        proposed.closed().ifPresent(obstacles::add);
        if (!now.isBefore(proposed.expires())) {
            obstacles.add("the plan expired at " + proposed.expires() + "; have it made anew");
        }
        if (proposed.plan().steps().isEmpty()) {
            obstacles.add("the plan has no step: there is nothing to approve");
        }
        return obstacles;
    }

    /// Takes up an approval that was granted before and kept.
    ///
    /// @throws IllegalArgumentException if it is for another plan
    public static ApprovedPlan resume(Plan plan, Approval approval) {
        return new ApprovedPlan(plan, approval);
    }
}
