package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.observe.Progress;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /api/v1/pods",
                "POST /api/v1/pods",
                "PATCH /apis/apps/v1/deployments",
                "PUT /apis/apps/v1/deployments",
                "HEAD /api/v1/pods",
                "GET /api/v1/namespaces/shop/pods/web/exec?command=sh",
                "GET /api/v1/nodes/node-1/proxy/run",
                "GET /api/v1/pods/../secrets",
                "GET /api/v1/configmaps",
                "GET /api/v1/secrets",
                "GET /api/v1/secrets?limit=500",
                "GET /api/v1/secrets?labelSelector=owner%3Dhelm&limit=500",
                "GET /api/v1/namespaces/default",
                "GET /api/v1/pods?pretty=1",
                "GET /version/",
            })
    void letsNothingLeaveThatIsNotOneOfItsLists(String call) throws Exception {
        String[] parts = call.split(" ", 2);
        try (KubernetesDouble cluster = KubernetesDouble.of(new ClusterWorld());
                Wire wire = wire(cluster)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url() + parts[1]))
                    .method(parts[0], BodyPublishers.noBody())
                    .build();

            assertThatThrownBy(() -> wire.send(request))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing is ever changed");
            assertThat(cluster.asked()).isEmpty();
        }
    }

    @Test
    void letsNothingLeaveToAnotherServer() throws Exception {
        try (KubernetesDouble cluster = KubernetesDouble.of(new ClusterWorld());
                KubernetesDouble other = KubernetesDouble.of(new ClusterWorld());
                Wire wire = wire(cluster)) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(other.url() + "/version")).build();

            assertThatThrownBy(() -> wire.send(request)).isInstanceOf(IllegalStateException.class);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void asksOnlyByGet() throws InterruptedException {
        try (KubernetesDouble cluster = KubernetesDouble.of(new ClusterWorld())) {
            Clusters.to(cluster).observe(Progress.SILENT);

            assertThat(cluster.asked()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
        }
    }

    private static Wire wire(KubernetesDouble cluster) {
        Reached reached = new Reached(cluster.url(), Optional.empty(), Map.of(), Optional.empty());
        return new Wire(reached, Clusters.SETTINGS, List.of());
    }
}
