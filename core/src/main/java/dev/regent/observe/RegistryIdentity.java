package dev.regent.observe;

import java.util.Set;

/// Which registry this is.
///
/// @param name what people and plans call it
/// @param hosts the names that references to it use, with their ports; empty where none is known
public record RegistryIdentity(String name, Set<String> hosts) {
    public RegistryIdentity {
        hosts = Set.copyOf(hosts);
    }
}
