package dev.regent.testkit.registry;

/// What a call asks a registry for.
public enum CallKind {
    /// `/v2/`
    PING,
    CATALOG,
    TAGS,
    MANIFEST,
    BLOB,
    REFERRERS,
    /// The endpoint that hands out bearer tokens.
    TOKEN,
    /// A path that no registry has.
    UNKNOWN
}
