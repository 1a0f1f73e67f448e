package dev.regent.observe;

import java.util.List;
import java.util.Optional;

/// What runs images in an environment, and what it says of whom it belongs to.
///
/// @param name as its uses have it
/// @param space its namespace or stack; empty where it stands alone
public record Workload(String name, Optional<String> space, List<Hint> hints) {
    public Workload {
        hints = List.copyOf(hints);
    }
}
