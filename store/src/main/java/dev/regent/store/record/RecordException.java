package dev.regent.store.record;

/// The record, its key or its head mark can't be used as they are. The message says which, why, and
/// what to do about it.
public final class RecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Says what is wrong with what, and what to do.
    public RecordException(String message) {
        super(message);
    }

    /// Says what is wrong with what, and what to do.
    public RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
