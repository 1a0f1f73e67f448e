package dev.regent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.docker.EngineSnapshot;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.connect.kubernetes.KubernetesEnvironment;
import dev.regent.connect.portainer.Beyond;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import java.util.List;

/// Reads the environments that a Portainer leads to by the connectors for engines and clusters.
///
/// @param settings for Portainer itself, through which all goes
record BeyondPortainer(HttpSettings settings) implements Beyond {

    @Override
    public EnvironmentSource docker(String name, Passage passage, boolean agent) {
        return DockerEnvironment.through(name, passage, settings, agent);
    }

    @Override
    public EnvironmentSource kubernetes(String name, Passage passage) {
        return KubernetesEnvironment.through(name, passage, settings, List.of());
    }

    @Override
    public EnvironmentObservation snapshot(String name, String shown, JsonNode raw) {
        return EngineSnapshot.of(name, shown, raw);
    }
}
