package dev.regent.testkit.oracle;

/// What a manifest is in its repository.
public enum Role {
    IMAGE,
    CHILD,
    REFERRER
}
