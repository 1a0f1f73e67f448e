package dev.regent.store.estate;

/// How soon a change in an environment is known.
public enum Freshness {
    /// It can't tell of changes, or nobody listens: a look finds them.
    NONE,
    /// It tells of changes as they happen.
    EVENTS,
    /// It could tell of changes and can't be heard at the moment.
    DEAF
}
