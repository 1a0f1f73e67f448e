package dev.regent.engine.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// An environment that runs images.
///
/// @param name what people call it
/// @param url `tcp`, `unix`, `ssh`, `http` or `https`
/// @param caFile certificates to trust besides the usual ones
/// @param certificates a folder as Docker's client has it: `ca.pem`, or `cert.pem` and `key.pem`, or
///     all three; `tcp` then means TLS
/// @param insecure whether any certificate is taken
/// @param every how long from one look to the next
public record EnvironmentConfig(
        String name, URI url, Optional<Path> caFile, Optional<Path> certificates, boolean insecure, Duration every) {

    static final Duration EVERY = Duration.ofMinutes(1);

    public EnvironmentConfig {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("an environment has a time between looks: " + name);
        }
    }
}
