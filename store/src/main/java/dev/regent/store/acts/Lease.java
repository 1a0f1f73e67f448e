package dev.regent.store.acts;

import java.time.Instant;

/// The right to act on a registry for some time.
///
/// @param holder names the process that has it
/// @param fence greater than that of every lease of this registry before
/// @param until it lapses then, by the database's clock
public record Lease(String registry, String holder, String execution, long fence, Instant until) {}
