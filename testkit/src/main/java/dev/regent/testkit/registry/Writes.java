package dev.regent.testkit.registry;

/// What a registry lets clients change.
public enum Writes {
    /// Nothing: it is there to be read, and a write stands among the unexpected calls.
    UNEXPECTED,
    /// Manifests and tags are put; every DELETE is answered 405 `UNSUPPORTED`, as Distribution does
    /// unless `REGISTRY_STORAGE_DELETE_ENABLED` is set.
    NO_DELETION,
    /// Manifests are deleted by digest, their tags with them; a tag can't be: 400 `DIGEST_INVALID`,
    /// as Distribution 2.8.2 answers.
    BY_DIGEST,
    /// Tags are deleted too, and leave their manifest, as OCI distribution 1.1 and Distribution 3
    /// have it.
    TAGS_TOO
}
