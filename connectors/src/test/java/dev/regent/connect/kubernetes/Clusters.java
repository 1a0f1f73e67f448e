package dev.regent.connect.kubernetes;

import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.oci.Digest;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sources that lead to doubles.
final class Clusters {

    /// Patient enough for a loaded machine.
    static final HttpSettings SETTINGS = settings(Duration.ofSeconds(10));

    private Clusters() {}

    static HttpSettings settings(Duration timeout) {
        return new HttpSettings(timeout, Optional.empty(), false, Optional.empty(), Proxies.NONE, 4);
    }

    static KubernetesEnvironment to(KubernetesDouble cluster, ImagesAt... resources) {
        return KubernetesEnvironment.at(
                "cluster", cluster.address(), SETTINGS, KubernetesEnvironment.Access.NONE, List.of(resources));
    }

    static Digest digest(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8));
    }

    static Image image(String reference) {
        return Image.at(reference, digest(reference));
    }
}
