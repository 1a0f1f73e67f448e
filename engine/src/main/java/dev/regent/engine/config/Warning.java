package dev.regent.engine.config;

import dev.regent.policy.yaml.Problem;
import java.time.Instant;
import java.util.Optional;

/// Something that is taken as it stands and was perhaps not meant.
///
/// @param from when it begins to be true; empty for always
public record Warning(Problem problem, Optional<Instant> from) {}
