package dev.regent.store.acts;

/// A row isn't what was written: somebody changed it behind Regent's back. Nothing may be done on
/// its word.
public final class ChangedRowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Says which row, and what to do.
    public ChangedRowException(String message) {
        super(message);
    }
}
