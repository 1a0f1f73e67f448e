package dev.regent.observe;

/// Told how far long work is. Called often and from many threads: it must be cheap.
@FunctionalInterface
public interface Progress {

    Progress SILENT = (source, what, done, total) -> {};

    /// Work went on.
    ///
    /// @param done things done so far
    /// @param total things known so far; it can grow, and 0 means unknown
    void at(String source, String what, long done, long total);
}
