package dev.regent.store.estate;

/// A person stopped a look. What it read is kept: the next look goes on from there.
public final class LookStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LookStoppedException(String registry) {
        super("the look at " + registry + " was stopped");
    }
}
