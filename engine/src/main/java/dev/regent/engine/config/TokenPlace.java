package dev.regent.engine.config;

import java.nio.file.Path;

/// Where a token is kept that an environment wants: Portainer's API key, or a bearer token of a cluster.
public sealed interface TokenPlace {

    /// A file that holds nothing else.
    record File(Path file) implements TokenPlace {}

    /// A variable of this process.
    record Variable(String name) implements TokenPlace {}
}
