package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.http.HttpSettings;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.TokenPlace;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that Portainer leads to, by what the configuration says of both.
class PortainerClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ClusterWorld world = new ClusterWorld();
    private final Workloads workloads = new Workloads(world);
    private final KubernetesDouble cluster = KubernetesDouble.of(world);
    private final PortainerWorld known = new PortainerWorld(PortainerWorld.Edition.CE_2_23);
    private final PortainerDouble portainer = PortainerDouble.of(known);

    @AfterEach
    void close() {
        portainer.close();
        cluster.close();
        assertThat(portainer.unexpected()).isEmpty();
        assertThat(cluster.unexpected()).isEmpty();
    }

    private EnvironmentSource shop() throws Exception {
        known.environment("shop", 5, cluster.url());
        Path key = Files.writeString(folder.resolve("key"), PortainerWorld.ADMINISTRATOR_KEY);
        EnvironmentConfig configured = EnvironmentConfig.at(
                "p",
                URI.create("portainer+" + portainer.base()),
                Optional.empty(),
                Optional.of(new TokenPlace.File(key)));
        FarEnvironment reached = new EnvironmentConnectors(HttpSettings.defaults(), Map.of(), Set.of("cost-center"))
                .environment(configured);
        assertThat(reached).isInstanceOf(FarEnvironment.Many.class);
        Listing listing = ((FarEnvironment.Many) reached).directory().list(Progress.SILENT);
        assertThat(listing.itself().heard()).isEqualTo(Heard.YES);
        return Objects.requireNonNull(listing.environments().get("p/shop"));
    }

    private static Image image(String name) {
        String reference = "registry.example/" + name + ":1";
        return Image.at(reference, Digest.sha256(reference.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isToldWhichLabelsSayWhoseItIs() throws Exception {
        workloads.deployment("default", "web", 1, image("web"), Map.of("cost-center", "c7", "secret-of-ours", "x"));

        assertThat(shop().observe(Progress.SILENT).facts().workloads())
                .anySatisfy(workload -> assertThat(workload.hints())
                        .contains(new Hint(Hint.From.LABEL, "cost-center", "c7"))
                        .noneMatch(hint -> hint.key().equals("secret-of-ours")));
    }

    @Test
    void tellsOfChangesThroughPortainer() throws Exception {
        try (ChangeFeed feed = shop().changes().orElseThrow()) {
            workloads.deployment("default", "cart", 1, image("cart"));

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Change change = new Change.None();
            while (!(change instanceof Change.Seen) && System.nanoTime() < deadline) {
                change = feed.await(Duration.ofMillis(200));
                assertThat(change).isNotInstanceOf(Change.Deaf.class);
            }
            assertThat(change).isInstanceOf(Change.Seen.class);
            assertThat(((Change.Seen) change).uses())
                    .allSatisfy(use -> assertThat(use.workload()).isEqualTo("deployment default/cart"));
        }
    }
}
