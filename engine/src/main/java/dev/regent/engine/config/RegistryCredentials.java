package dev.regent.engine.config;

import java.nio.file.Path;

/// Where the credentials for a registry are. They are never in the configuration itself, and whoever
/// uses them reads them then, so that a secret can be changed without a restart.
public sealed interface RegistryCredentials {

    /// Nothing is said: the registry is read as anybody.
    record None() implements RegistryCredentials {}

    /// Each file holds one value.
    record Files(Path usernameFile, Path passwordFile) implements RegistryCredentials {}

    /// Names of environment variables of the server.
    record Environment(String usernameEnv, String passwordEnv) implements RegistryCredentials {}

    /// Docker's `config.json`, credential helpers included.
    record DockerConfig(Path path) implements RegistryCredentials {}
}
