package dev.regent.store.acts;

import java.time.Instant;
import java.util.Optional;

/// An image that somebody wants to stay.
///
/// @param number its place in lists
/// @param image as it was named
/// @param until it no longer keeps anything from then on; empty for ever
/// @param removed that it was taken away
public record StoredPin(
        long number,
        String id,
        String image,
        String reason,
        String owner,
        Optional<Instant> until,
        String by,
        Instant at,
        Optional<Removal> removed) {

    /// Who took a pin away, and why.
    public record Removal(String by, String reason, Instant at) {}
}
