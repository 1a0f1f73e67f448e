package dev.regent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.docker.EngineSnapshot;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.connect.kubernetes.ImagesAt;
import dev.regent.connect.kubernetes.KubernetesEnvironment;
import dev.regent.connect.portainer.Beyond;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import java.util.List;
import java.util.Set;

/// Reads the environments that a Portainer leads to by the connectors for engines and clusters.
///
/// @param settings for Portainer itself, through which all goes
/// @param labels keys of those that say whom a workload belongs to
/// @param resources of clusters, besides those that are known
record BeyondPortainer(HttpSettings settings, Set<String> labels, List<ImagesAt> resources) implements Beyond {

    BeyondPortainer {
        labels = Set.copyOf(labels);
        resources = List.copyOf(resources);
    }

    @Override
    public EnvironmentSource docker(String name, Passage passage, boolean agent) {
        return DockerEnvironment.through(name, passage, settings, agent).withHintLabels(labels);
    }

    @Override
    public EnvironmentSource kubernetes(String name, Passage passage) {
        return KubernetesEnvironment.through(name, passage, settings, resources).withLabels(labels);
    }

    @Override
    public EnvironmentObservation snapshot(String name, String shown, JsonNode raw) {
        return EngineSnapshot.of(name, shown, raw);
    }
}
