package dev.regent.store.acts;

/// What somebody may do. From the viewer on each may all that those before it may; a notifier is no person, and may
/// tell of changes and read nothing.
public enum Role {
    NOTIFIER("notifier"),
    VIEWER("viewer"),
    PROPOSER("proposer"),
    APPROVER("approver"),
    ADMINISTRATOR("administrator");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
