package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReachedTest {

    @TempDir
    private Path folder;

    @Test
    void wantsAServiceAccountWithinACluster() throws IOException {
        Files.writeString(folder.resolve("token"), "token");
        Map<String, String> within = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");

        assertThatThrownBy(() -> Reached.within(Map.of(), folder, Clusters.SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("runs in no pod");
        assertThatThrownBy(() -> Reached.within(within, folder, Clusters.SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.crt");
    }

    @Test
    void knowsAddressesOfClusters() {
        assertThat(of("kubernetes+https://cluster.example:6443/"))
                .isEqualTo(new ClusterAddress.Server(URI.create("https://cluster.example:6443"), Optional.empty()));
        assertThat(of("kubernetes+http://127.0.0.1:8001/k8s/clusters/c-1"))
                .hasToString("kubernetes+http://127.0.0.1:8001/k8s/clusters/c-1");
        assertThat(of("kubernetes+file:///etc/regent/kubeconfig"))
                .isEqualTo(new ClusterAddress.Kubeconfig(Path.of("/etc/regent/kubeconfig"), Optional.empty()));
        assertThat(of("kubernetes+in-cluster:///")).isEqualTo(new ClusterAddress.Within());
        for (String wrong : new String[] {
            "kubernetes+https:///",
            "kubernetes+https://user:secret@host",
            "kubernetes+file:///",
            "kubernetes+ssh://host",
        }) {
            assertThatThrownBy(() -> of(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a cluster's address is")
                    .hasMessageNotContaining("secret");
        }
    }

    private static ClusterAddress of(String address) {
        return ClusterAddress.of(URI.create(address), Optional.empty(), Optional.empty());
    }
}
