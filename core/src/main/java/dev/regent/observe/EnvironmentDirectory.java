package dev.regent.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What manages many environments and leads to each, as Portainer does.
@FunctionalInterface
public interface EnvironmentDirectory {

    /// What was found.
    ///
    /// @param itself how the directory was heard; it uses nothing. If it was not heard wholly, environments can be
    ///     missing
    /// @param environments by name, each to be looked at by itself
    record Listing(EnvironmentObservation itself, Map<String, EnvironmentSource> environments) {
        public Listing {
            environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        }
    }

    /// Lists them.
    ///
    /// @throws InterruptedException if the caller gave up
    Listing list(Progress progress) throws InterruptedException;
}
