package dev.regent.store.acts;

/// How far an execution is.
public enum ExecutionState {
    /// It hasn't begun.
    WAITING("waiting"),
    RUNNING("running"),
    /// All steps came to their ends.
    DONE("done"),
    /// A person stopped it, or it stopped itself.
    STOPPED("stopped"),
    /// It can't go on, for a reason that is no step's.
    FAILED("failed");

    private final String text;

    ExecutionState(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
