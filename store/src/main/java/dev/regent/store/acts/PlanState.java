package dev.regent.store.acts;

/// What became of a plan.
public enum PlanState {
    /// It waits for an answer.
    OPEN("open"),
    /// An approval of it holds.
    APPROVED("approved"),
    /// An execution took its approval.
    CARRIED_OUT("carried-out"),
    /// Nobody approved it in time.
    EXPIRED("expired"),
    /// It was withdrawn, for example after the database was put back from a backup.
    VOID("void"),
    /// A newer one followed; it can be approved nevertheless.
    SUPERSEDED("superseded");

    private final String text;

    PlanState(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
