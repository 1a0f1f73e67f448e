package dev.regent.testkit.registry;

/// How a registry answers when it is asked for the referrers of a manifest.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">OCI</a>
public enum Referrers {
    /// Served; a wanted artifact type is heeded, and `OCI-Filters-Applied` says so.
    SERVED,
    /// Served whole: a wanted artifact type is ignored, as the specification allows.
    UNFILTERED,
    /// There is no such path: 404 in plain text, as Distribution 2.8.2 answers.
    ABSENT
}
