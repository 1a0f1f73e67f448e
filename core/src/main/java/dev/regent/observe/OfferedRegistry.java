package dev.regent.observe;

import java.util.List;

/// A registry that an environment's manager knows, and that could be configured.
///
/// @param name as people call it there
/// @param host as references name it, with a port and perhaps a path
/// @param product for example `harbor`, `ecr`, `docker-hub`; what is not known is `other`
/// @param authenticated whether credentials are kept for it there
/// @param grants who may use it where
public record OfferedRegistry(String name, String host, String product, boolean authenticated, List<Grant> grants) {

    /// Access in one environment.
    ///
    /// @param environment by the name that observations have
    public record Grant(String environment, List<String> users, List<String> teams, List<String> namespaces) {
        public Grant {
            users = List.copyOf(users);
            teams = List.copyOf(teams);
            namespaces = List.copyOf(namespaces);
        }
    }

    public OfferedRegistry {
        grants = List.copyOf(grants);
    }
}
