package dev.regent.approve;

import dev.regent.plan.Plan;

/// A plan that somebody said yes to, and may be carried out. Nothing outside of this package can
/// make one.
public final class ApprovedPlan {

    private final Plan plan;
    private final Approval approval;

    ApprovedPlan(Plan plan, Approval approval) {
        if (!plan.digest().equals(approval.plan())) {
            throw new IllegalArgumentException(
                    "approval " + approval.id() + " is for plan " + approval.plan() + ", not for " + plan.digest());
        }
        this.plan = plan;
        this.approval = approval;
    }

    public Plan plan() {
        return plan;
    }

    public Approval approval() {
        return approval;
    }

    @Override
    public String toString() {
        return "plan " + plan.digest().brief() + ", approved by " + approval.by();
    }
}
