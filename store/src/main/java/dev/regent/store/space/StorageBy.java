package dev.regent.store.space;

/// By what bytes are told apart.
public enum StorageBy {
    REGISTRY,
    REPOSITORY,
    /// Whose workloads run from a repository.
    TEAM,
    /// On what images are built.
    BASE
}
