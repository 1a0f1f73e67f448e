package dev.regent.engine.config;

import java.time.Duration;

/// How long, and how much of, what was deleted is kept so that it can be put back.
///
/// @param keep more than zero
/// @param bytes at most, over all registries; more than zero
public record UndoRetention(Duration keep, long bytes) {

    public static final UndoRetention USUAL = new UndoRetention(Duration.ofDays(30), 1L << 30);

    public UndoRetention {
        if (!keep.isPositive() || bytes < 1) {
            throw new IllegalArgumentException("keep and bytes are more than zero, got " + keep + " and " + bytes);
        }
    }
}
