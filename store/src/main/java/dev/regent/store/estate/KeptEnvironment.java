package dev.regent.store.estate;

import dev.regent.observe.Heard;
import java.time.Instant;
import java.util.Optional;

/// What is known of one environment.
///
/// @param url where it is, without secrets; empty if nobody said
/// @param kind of the last look at it; empty if there was none
/// @param heard empty if it was never looked at
/// @param why what led to the state; empty while it is watched
/// @param by who confirmed or retired it last
/// @param detail of the last look at it
/// @param observed when it was looked at last
/// @param heardAt when all of it was heard the last time
/// @param coveredFrom since when it has been heard wholly without a pause
/// @param directory the name of what led to it; empty if it is configured itself
/// @param heardSince since when it has been heard as it is now; empty if it was never looked at
/// @param freshnessWhy why changes can't be heard; empty if they are, or never could
/// @param uses uses that it shows
/// @param remembered uses that protect though it doesn't show them
public record KeptEnvironment(
        String name,
        String url,
        String kind,
        Optional<String> identity,
        EnvironmentState state,
        String why,
        Optional<String> by,
        Instant stateAt,
        Optional<Heard> heard,
        String detail,
        long requests,
        Optional<Instant> observed,
        Optional<Instant> heardAt,
        Optional<Instant> coveredFrom,
        Optional<String> directory,
        Optional<Instant> heardSince,
        Freshness freshness,
        String freshnessWhy,
        long uses,
        long remembered) {}
