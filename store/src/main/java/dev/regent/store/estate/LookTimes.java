package dev.regent.store.estate;

import java.time.Duration;
import java.util.Map;

/// How fast a registry answered during a look.
///
/// @param median of all requests; half of them took longer
/// @param p95 one in twenty took longer
/// @param repositories by name
public record LookTimes(Duration median, Duration p95, Map<String, OfRepository> repositories) {

    /// What was asked of one repository.
    ///
    /// @param errors no whole answer came, or it was 429 or 5xx
    public record OfRepository(long requests, long errors, Duration slowest) {}

    public LookTimes {
        repositories = Map.copyOf(repositories);
    }
}
