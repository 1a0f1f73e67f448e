package dev.regent.testkit.oracle;

/// How a registry is looked at; it decides what is seen.
public enum View {
    /// What tags and indexes lead to.
    OVER_V2,
    /// What tags, indexes and the lists of referrers lead to.
    OVER_V2_WITH_REFERRERS,
    /// Everything that is linked.
    FROM_STORAGE
}
