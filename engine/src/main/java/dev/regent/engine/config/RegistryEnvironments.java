package dev.regent.engine.config;

import java.util.HashSet;
import java.util.List;

/// Which environments use the images of a registry.
public sealed interface RegistryEnvironments {

    /// Nobody said it: plans can be read and not approved.
    record Unsaid() implements RegistryEnvironments {}

    /// These do.
    ///
    /// @param names of environments of the configuration, each once; at least one
    record Named(List<String> names) implements RegistryEnvironments {
        public Named {
            names = List.copyOf(names);
            if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
                throw new IllegalArgumentException("at least one environment, each once, got " + names);
            }
        }
    }

    /// None does, as somebody says.
    ///
    /// @param reason why; not blank
    record None(String reason) implements RegistryEnvironments {
        public None {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("that no environment uses a registry needs a reason");
            }
        }
    }
}
