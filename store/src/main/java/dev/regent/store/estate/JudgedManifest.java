package dev.regent.store.estate;

import dev.regent.analyse.Judgement;
import java.time.Instant;
import java.util.Optional;

/// A verdict with what pages show beside it.
///
/// @param bytes what it would free, or takes: the caller's choice, and the same for all
/// @param built what its config says, where that is believed
public record JudgedManifest(Judgement judgement, long bytes, Optional<Instant> built) {}
