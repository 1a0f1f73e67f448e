package dev.regent.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Is told how long each request to a registry took.
@FunctionalInterface
public interface RequestTimes {

    RequestTimes NONE = (_, _, _, _) -> {};

    /// A request came to its end.
    ///
    /// @param repository that it was about; empty for catalogs and tokens
    /// @param status empty if no whole answer came
    void took(String registry, Optional<String> repository, OptionalInt status, Duration time);
}
