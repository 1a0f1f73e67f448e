package dev.regent.connect.kubernetes;

import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Secret;
import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.kubernetes.ClusterSourceContract;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/// Through somebody who passes calls on, as Portainer does.
final class PassedOnClusterTest extends ClusterSourceContract {

    private final List<PassingServer> passing = new ArrayList<>();

    @Override
    protected EnvironmentSource sourceOf(KubernetesDouble cluster) {
        PassingServer server = PassingServer.to(cluster.url());
        passing.add(server);
        Passage passage = new Passage(
                URI.create(server.url() + PassingServer.PREFIX),
                Map.of("X-API-Key", new Secret(PassingServer.KEY)),
                "portainer/cluster");
        return KubernetesEnvironment.through("portainer/cluster", passage, Clusters.SETTINGS, List.of());
    }

    @AfterEach
    void close() {
        passing.forEach(PassingServer::close);
    }
}
