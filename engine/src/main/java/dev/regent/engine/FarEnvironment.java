package dev.regent.engine;

import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentSource;

/// What an environment that somebody named leads to.
public sealed interface FarEnvironment {

    /// The environment itself.
    record One(EnvironmentSource source) implements FarEnvironment {}

    /// Something that manages many. Each is known by the name of the directory, a slash and its own.
    record Many(EnvironmentDirectory directory) implements FarEnvironment {}
}
