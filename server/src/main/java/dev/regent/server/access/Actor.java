package dev.regent.server.access;

import dev.regent.store.acts.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Who asks.
///
/// @param name stands in the record
/// @param registries globs over the names of registries that it may see and act on
/// @param covers the same, to be asked
/// @param expires when its token ends
public record Actor(
        String name, Role role, List<String> registries, Predicate<String> covers, Optional<Instant> expires) {

    /// What happens by itself.
    public static final Actor REGENT =
            new Actor("regent", Role.ADMINISTRATOR, List.of("**"), _ -> true, Optional.empty());

    public Actor {
        registries = List.copyOf(registries);
    }

    /// Whether it covers all that globs of registries' names cover. Of those with a `*` only its own
    /// are known to.
    public boolean within(List<String> globs) {
        return seesAll()
                || globs.stream()
                        .allMatch(glob -> registries.contains(glob)
                                || (!glob.contains("*") && !glob.contains("?") && covers.test(glob)));
    }

    public boolean may(Permission permission) {
        return Permission.of(role).contains(permission);
    }

    /// Whether it sees everything, and not only some registries.
    public boolean seesAll() {
        return registries.contains("**");
    }
}
