package dev.regent.store.acts;

/// What somebody may do; each may all that those before it may.
public enum Role {
    VIEWER("viewer"),
    PROPOSER("proposer"),
    APPROVER("approver"),
    ADMINISTRATOR("administrator");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /// Whether it may what `other` may.
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
