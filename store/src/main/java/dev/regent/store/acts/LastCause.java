package dev.regent.store.acts;

/// What a database itself said when something failed, without the statement and its arguments.
final class LastCause {

    private static final int DEEPEST = 16;

    private LastCause() {}

    /// Its first line; empty if nothing was said.
    static String words(Throwable failure) {
        Throwable last = failure;
        for (int depth = 0; last.getCause() != null && depth < DEEPEST; depth++) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage()).lines().findFirst().orElse("");
    }
}
