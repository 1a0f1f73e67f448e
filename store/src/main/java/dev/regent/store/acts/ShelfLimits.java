package dev.regent.store.acts;

import java.time.Duration;

/// How much is kept for undoing.
///
/// @param bytes of manifests, at most; each content counts once
/// @param keepFor how long after it was kept
public record ShelfLimits(long bytes, Duration keepFor) {

    public static final ShelfLimits USUAL = new ShelfLimits(1L << 30, Duration.ofDays(30));

    public ShelfLimits {
        if (bytes < 1) {
            throw new IllegalArgumentException("the shelf holds 1 byte or more, got " + bytes);
        }
        if (!keepFor.isPositive()) {
            throw new IllegalArgumentException("what is kept is kept for some time, got " + keepFor);
        }
    }
}
