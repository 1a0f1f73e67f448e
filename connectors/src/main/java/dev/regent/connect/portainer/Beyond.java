package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.Passage;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;

/// What can read the environments that Portainer leads to.
public interface Beyond {

    /// A Docker engine.
    ///
    /// @param name of the environment
    /// @param agent whether Portainer's agent answers there: for all nodes of a Swarm at once
    EnvironmentSource docker(String name, Passage passage, boolean agent);

    /// A Kubernetes cluster.
    ///
    /// @param name of the environment
    EnvironmentSource kubernetes(String name, Passage passage);

    /// What an engine said some time ago, as Portainer keeps it.
    ///
    /// @param name of the environment
    /// @param shown for people, what was asked
    /// @param raw with `Containers`, `Images` and `Info`, each as the engine gave it
    EnvironmentObservation snapshot(String name, String shown, JsonNode raw);
}
