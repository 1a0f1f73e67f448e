package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.connect.http.Secret;
import dev.regent.connect.kubernetes.KubernetesEnvironment.Access;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.docker.Trouble;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Grant;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterFaultsTest {

    private static final String PODS = "/api/v1/pods";

    private final ClusterWorld world = new ClusterWorld();
    private final Workloads workloads = new Workloads(world);
    private final KubernetesDouble cluster = KubernetesDouble.of(world);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.unexpected()).isEmpty();
    }

    private EnvironmentObservation look(ImagesAt... resources) throws InterruptedException {
        return Clusters.to(cluster, resources).observe(Progress.SILENT);
    }

    @Test
    void isHeardInPartWhereAListIsCut() throws InterruptedException {
        workloads.deployment("shop", "cart", 1, Clusters.image("registry.example/cart:1"));
        cluster.trouble(PODS, new Trouble.Cut());

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("list pods of").contains("the answer was cut");
    }

    @Test
    void isHeardInPartWhereAListFails() throws InterruptedException {
        cluster.trouble(PODS, new Trouble.Refusal(500, "etcdserver: leader changed"));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("list pods of").contains("etcdserver: leader changed");
    }

    @Test
    void isHeardInPartWhereSomethingElseAnswers() throws InterruptedException {
        cluster.trouble(PODS, new Trouble.Instead("text/html", "<html>log in</html>"));
        cluster.trouble("/apis/apps/v1/deployments", new Trouble.Instead("application/json", "{\"kind\":\"Other\"}"));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("its JSON is malformed").contains("a list of objects is wanted");
        assertThat(seen.detail()).doesNotContain("log in");
    }

    @Test
    void asksNothingMoreOfWhoFellSilent() throws InterruptedException {
        cluster.trouble("/apis/apps/v1/deployments", new Trouble.Silence());

        EnvironmentObservation seen = KubernetesEnvironment.at(
                        "cluster", cluster.address(), Clusters.settings(Duration.ofMillis(700)), Access.NONE, List.of())
                .observe(Progress.SILENT);

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.detail()).contains("no answer within").contains("fell silent before");
        assertThat(cluster.asked()).noneMatch(call -> call.contains(PODS));
    }

    @Test
    void isUnheardWithAWrongTokenAndSaysWhatToDo() throws InterruptedException, IOException {
        cluster.wantToken("right");
        Path file = Files.writeString(folder.resolve("token"), "wrong\n");
        Access access =
                new Access(Optional.of(() -> new Secret(Files.readString(file))), Optional.empty(), Optional.empty());
        KubernetesEnvironment source =
                KubernetesEnvironment.at("cluster", cluster.address(), Clusters.SETTINGS, access, List.of());

        EnvironmentObservation refused = source.observe(Progress.SILENT);
        assertThat(refused.heard()).isEqualTo(Heard.NO);
        assertThat(refused.detail()).contains("401").contains("give a token").doesNotContain("wrong");

        // Tokens in files are replaced: the next look reads the new one.
        Files.writeString(file, "right\n");
        assertThat(source.observe(Progress.SILENT).heard()).isEqualTo(Heard.YES);

        Files.delete(file);
        assertThat(source.observe(Progress.SILENT).detail()).contains("token can't be read");
    }

    @Test
    void isUnheardWhereNoWorkloadMayBeListed() throws InterruptedException {
        cluster.grant(Set.of(new Grant("list", "", "namespaces")));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.identity()).contains(world.identity());
    }

    @Test
    void readsOtherKindsWhereTheirPathsLead() throws InterruptedException {
        workloads.custom(
                "serving.knative.dev/v1", "services", "Service", "shop", "hello", List.of("r.example/hello:1"));

        EnvironmentObservation seen = look(
                new ImagesAt("serving.knative.dev/v1", "services", List.of("spec.template.spec.containers[*].image")));

        assertThat(seen.heard()).as(seen.detail()).isEqualTo(Heard.YES);
        assertThat(seen.uses())
                .containsExactly(new Use(
                        "cluster",
                        "service shop/hello",
                        "spec.template.spec.containers.image",
                        Use.Kind.DESIRED,
                        ImageReference.parse("r.example/hello:1"),
                        Set.of()));
    }

    @Test
    void isHeardInPartWhereAKindThatIsConfiguredIsNotThere() throws InterruptedException {
        EnvironmentObservation seen = look(new ImagesAt("argoproj.io/v1alpha1", "rollouts", List.of("spec.image")));

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .contains("list rollouts.argoproj.io")
                .contains("correct apiVersion and resource in `resources`, or take it out");
    }

    @Test
    void refusesPathsThatLeadThroughWhatIsNeverRead() {
        assertThatThrownBy(() -> new ImagesAt("example.org/v1", "things", List.of("spec.env[*].value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never read");
    }

    @Test
    void takesAnImageThatNobodyUnderstandsForAGap() throws InterruptedException {
        workloads.deployment("shop", "odd", 0, Clusters.image("r.example/UPPER:1"));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("deployment shop/odd").contains("\"r.example/UPPER:1\"");
    }

    @Test
    void takesWhatRunsWithoutADigestForAGap() throws InterruptedException {
        workloads.pod(Workloads.pod("shop", "odd", new Image("r.example/odd:1", "r.example/odd:1")));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("pod shop/odd").contains("without a digest");
        assertThat(seen.uses()).hasSize(1);
    }

    @Test
    void readsTheContextOfAKubeconfigThatIsAskedFor() throws InterruptedException, IOException {
        cluster.wantToken("secret-token");
        Path kubeconfig = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: elsewhere
                clusters:
                - {name: here, cluster: {server: "%s"}}
                - {name: elsewhere, cluster: {server: "http://127.0.0.1:1"}}
                contexts:
                - {name: here, context: {cluster: here, user: me}}
                - {name: elsewhere, context: {cluster: elsewhere, user: me}}
                users:
                - {name: me, user: {token: secret-token}}
                """.formatted(cluster.url()));

        assertThat(configured(kubeconfig, Optional.of("here")).heard()).isEqualTo(Heard.YES);
        assertThat(configured(kubeconfig, Optional.empty()).heard()).isEqualTo(Heard.NO);
        EnvironmentObservation missing = configured(kubeconfig, Optional.of("missing"));
        assertThat(missing.heard()).isEqualTo(Heard.NO);
        assertThat(missing.detail()).contains("has no context \"missing\"");
        assertThat(configured(folder.resolve("nothing"), Optional.empty()).heard())
                .isEqualTo(Heard.NO);
    }

    private static EnvironmentObservation configured(Path kubeconfig, Optional<String> context)
            throws InterruptedException {
        Access access = new Access(Optional.empty(), context, Optional.empty());
        URI address = URI.create("kubernetes+file://" + kubeconfig);
        return KubernetesEnvironment.at("cluster", address, Clusters.SETTINGS, access, List.of())
                .observe(Progress.SILENT);
    }

    @Test
    void saysThatItRunsInNoCluster() throws InterruptedException {
        EnvironmentObservation seen = KubernetesEnvironment.at(
                        "cluster", URI.create("kubernetes+in-cluster:///"), Clusters.SETTINGS, Access.NONE, List.of())
                .observe(Progress.SILENT);

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.detail()).contains("runs in no pod");
    }

    @Test
    void takesTheDigestOfAMountedImageFromTheStatus() throws InterruptedException {
        ObjectNode pod = Workloads.pod("shop", "bare", Clusters.image("r.example/app:1"));
        Workloads.mount(pod, "model", "r.example/model:1");
        ObjectNode mount = (ObjectNode) pod.at("/status/containerStatuses/0");
        mount.putArray("volumeMounts")
                .addObject()
                .put("name", "model")
                .putObject("volumeStatus")
                .putObject("image")
                .put("imageRef", "r.example/model@" + Clusters.digest("model"));
        workloads.pod(pod);

        assertThat(look().uses())
                .contains(new Use(
                        "cluster",
                        "pod shop/bare",
                        "volume model",
                        Use.Kind.RUNNING,
                        ImageReference.parse("r.example/model:1"),
                        Set.of(Clusters.digest("model"))));
    }
}
