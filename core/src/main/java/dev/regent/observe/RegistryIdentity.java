package dev.regent.observe;

import java.util.Set;

/// Which registry this is.
///
/// @param name what people call it
/// @param configured whether people chose that name; if not it is an address
/// @param hosts the names that references to it use, with their ports; empty where none is known
public record RegistryIdentity(String name, boolean configured, Set<String> hosts) {
    public RegistryIdentity {
        hosts = Set.copyOf(hosts);
    }
}
