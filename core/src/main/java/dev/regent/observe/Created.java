package dev.regent.observe;

import java.time.Instant;

/// What a manifest's config says of when it was built. It is the build's claim, not the registry's.
public sealed interface Created {

    record At(Instant time) implements Created {}

    /// The config has no such field, or the manifest has no config.
    record Absent() implements Created {}

    /// The field is there and is not an RFC 3339 time (`null` is none either), or the registry
    /// doesn't have the config.
    record Unusable() implements Created {}

    /// The config was not asked for, or could not be read.
    record Unread() implements Created {}
}
