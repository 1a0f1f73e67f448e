package dev.regent.store.acts;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;

/// A plan without its steps.
///
/// @param number its place in lists; a plan that was renewed has a new one
/// @param state as of now, by the database's clock
/// @param steps how many
/// @param manifests how many the registry has in all
/// @param unmet what has to be done before it can be approved at all, a sentence each
/// @param closedReason why it is void or superseded; empty otherwise
public record PlanHead(
        long number,
        Digest digest,
        List<String> registries,
        PlanState state,
        String proposer,
        Instant madeAt,
        Instant expires,
        int steps,
        long reclaimBytes,
        boolean reclaimExact,
        long manifests,
        List<String> unmet,
        String closedReason) {
    public PlanHead {
        registries = List.copyOf(registries);
        unmet = List.copyOf(unmet);
    }
}
