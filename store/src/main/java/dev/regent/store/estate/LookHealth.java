package dev.regent.store.estate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How looks at one registry went.
///
/// @param took how long the last one took
/// @param gaps what it asked for and didn't hear
/// @param worst repositories with the most of these
/// @param heardAt when all of it was heard the last time
/// @param looks since the moment that was asked for
/// @param unheard of these, those that didn't hear all
/// @param requests sent for them
/// @param median of the last look's requests; empty if it sent none over HTTP
/// @param p95 one in twenty of its requests took longer
public record LookHealth(
        Duration took,
        long gaps,
        List<Worst> worst,
        Optional<Instant> heardAt,
        long looks,
        long unheard,
        long requests,
        Optional<Duration> median,
        Optional<Duration> p95) {

    /// A repository of which not all was heard.
    ///
    /// @param gaps at most as many as are kept of a look
    /// @param why of one of them
    public record Worst(String repository, long gaps, String why) {}

    public LookHealth {
        worst = List.copyOf(worst);
    }
}
