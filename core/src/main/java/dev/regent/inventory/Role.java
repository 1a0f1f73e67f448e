package dev.regent.inventory;

/// What a manifest is within its repository. Only images are judged; children and referrers share the fate of what
/// holds them.
public enum Role {
    /// Has an ordinary tag, or is neither of the other two.
    IMAGE,
    /// An index lists it.
    CHILD,
    /// Names a subject, by its own `subject` or because all its tags are referrer tags.
    REFERRER
}
