package dev.regent.connect.kubernetes;

import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.kubernetes.ClusterSourceContract;
import dev.regent.testkit.kubernetes.KubernetesDouble;

final class DoubleClusterTest extends ClusterSourceContract {

    @Override
    protected EnvironmentSource sourceOf(KubernetesDouble cluster) {
        return Clusters.to(cluster);
    }
}
