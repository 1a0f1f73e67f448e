package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Grant;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the role that is shipped against what is really needed.
final class ClusterRoleTest {

    /// What nobody needs to be heard wholly.
    private static final Set<Grant> OPTIONAL =
            Set.of(new Grant("list", "", "namespaces"), new Grant("list", "", "nodes"));

    private final ClusterWorld world = new ClusterWorld();
    private final KubernetesDouble cluster = KubernetesDouble.of(world);

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.unexpected()).isEmpty();
    }

    static Set<Grant> shipped() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("deploy/kubernetes/clusterrole.yaml"))) {
            folder = folder.getParent();
        }
        JsonNode role = new YAMLMapper()
                .readTree(folder.resolve("deploy/kubernetes/clusterrole.yaml").toFile());
        Set<Grant> grants = new HashSet<>();
        role.path("rules")
                .forEach(rule -> rule.path("apiGroups")
                        .forEach(group -> rule.path("resources")
                                .forEach(resource -> rule.path("verbs")
                                        .forEach(verb -> grants.add(
                                                new Grant(verb.asText(), group.asText(), resource.asText()))))));
        return grants;
    }

    static Stream<Grant> listed() throws IOException {
        return shipped().stream().filter(grant -> grant.verb().equals("list"));
    }

    static Stream<Grant> watched() throws IOException {
        return shipped().stream().filter(grant -> grant.verb().equals("watch"));
    }

    private EnvironmentObservation lookWith(Set<Grant> grants) throws InterruptedException {
        new Workloads(world).deployment("shop", "cart", 1, Clusters.image("registry.example/cart:1"));
        cluster.grant(grants);
        return Clusters.to(cluster).observe(Progress.SILENT);
    }

    @Test
    void grantsNothingButToListAndToWatch() throws IOException {
        assertThat(shipped()).isNotEmpty().extracting(Grant::verb).containsOnly("list", "watch");
    }

    @Test
    void sufficesToBeHeardWholly() throws IOException, InterruptedException {
        EnvironmentObservation seen = lookWith(shipped());

        assertThat(seen.heard()).as(seen.detail()).isEqualTo(Heard.YES);
        assertThat(seen.detail()).contains("Helm's releases not looked at");
        assertThat(seen.identity()).contains(world.identity());
    }

    @ParameterizedTest
    @MethodSource("listed")
    void eachRightToListIsNeededOrSaidToBeMissing(Grant less) throws IOException, InterruptedException {
        Set<Grant> grants = new HashSet<>(shipped());
        grants.remove(less);

        EnvironmentObservation seen = lookWith(grants);

        String named = less.group().isEmpty() ? less.resource() : less.resource() + "." + less.group();
        assertThat(seen.heard()).isEqualTo(OPTIONAL.contains(less) ? Heard.YES : Heard.PARTLY);
        assertThat(seen.detail()).contains("`list` on " + named);
    }

    @ParameterizedTest
    @MethodSource("watched")
    void eachRightToWatchIsUsed(Grant watched) throws IOException, InterruptedException {
        cluster.grant(shipped());
        try (ChangeFeed feed = Clusters.to(cluster).changes().orElseThrow()) {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            String call = watched.resource() + "?watch=1";
            while (System.nanoTime() < deadline && cluster.asked().stream().noneMatch(it -> it.contains(call))) {
                assertThat(feed.await(Duration.ofMillis(50))).isEqualTo(new Change.None());
            }
            assertThat(cluster.asked()).anyMatch(it -> it.contains(call));
        }
    }
}
