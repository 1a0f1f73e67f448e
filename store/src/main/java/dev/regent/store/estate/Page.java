package dev.regent.store.estate;

import java.util.List;
import java.util.Optional;

/// Some of a list.
///
/// @param next the cursor of what follows; empty at the end
public record Page<T>(List<T> items, Optional<String> next) {

    /// More than this is never given at once.
    public static final int LARGEST = 1_000;

    public Page {
        items = List.copyOf(items);
    }

    /// As many as were asked for.
    ///
    /// @throws IllegalArgumentException if that is none or too many
    public static int limit(int asked) {
        if (asked < 1 || asked > LARGEST) {
            throw new IllegalArgumentException("limit is 1 to " + LARGEST + ", got " + asked);
        }
        return asked;
    }
}
