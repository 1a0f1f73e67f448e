package dev.regent.server.rest;

import dev.regent.plan.ExpectedDuration;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How long something is expected to take, in seconds.
///
/// @param atLeast mostly it takes longer
/// @param atMost mostly it takes less
/// @param basis `measured`, by steps that were carried out of the registry, or `assumed`
/// @param steps that were measured
/// @param notes what makes it long or uncertain, a sentence each
@Schema(name = "ExpectedDuration")
record Expected(double seconds, double atLeast, double atMost, String basis, int steps, List<String> notes) {

    Expected {
        notes = List.copyOf(notes);
    }

    static Expected of(ExpectedDuration kept) {
        return new Expected(
                seconds(kept.time()),
                seconds(kept.atLeast()),
                seconds(kept.atMost()),
                kept.basis().toString(),
                kept.steps(),
                kept.notes());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
