package dev.regent.engine.config;

/// What a registry is to those who use it.
public enum RegistryRole {
    /// Images are pushed here; only here Regent acts.
    PRIMARY,
    /// Holds copies of another registry's images.
    MIRROR,
    /// Fetches from another registry when it is asked.
    CACHE
}
