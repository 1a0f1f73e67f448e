package dev.regent.store.acts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who a token speaks for.
///
/// @param number its place in lists
/// @param registries globs of the registries that it is good for
public record ApiToken(
        long number,
        String id,
        String name,
        Role role,
        List<String> registries,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expires,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsed) {

    public ApiToken {
        registries = List.copyOf(registries);
    }

    boolean holdsAt(Instant now) {
        return revokedAt.isEmpty() && expires.map(now::isBefore).orElse(true);
    }
}
