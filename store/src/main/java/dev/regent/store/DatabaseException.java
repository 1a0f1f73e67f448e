package dev.regent.store;

/// The database failed, or can't be used as it is. The message says what was tried, on what, why it
/// failed and what to do about it; it never holds a password.
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message what was tried, why it failed, and what to do
    public DatabaseException(String message) {
        super(message);
    }

    /// @param message what was tried, why it failed, and what to do
    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
