package dev.regent.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.NodeImage;
import dev.regent.observe.Notice;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every source of a cluster promises, whichever way it takes to it. Who extends it says how to get there.
public abstract class ClusterSourceContract {

    private static final String REGISTRY = "registry.example:5000/shop/";

    private final ClusterWorld world = new ClusterWorld();
    private final Workloads workloads = new Workloads(world);
    private final KubernetesDouble cluster = KubernetesDouble.of(world);

    /// A source that leads to `cluster`, with patience for a loaded machine.
    protected abstract EnvironmentSource sourceOf(KubernetesDouble cluster);

    @AfterEach
    final void nothingUnknownWasAsked() {
        cluster.close();
        assertThat(cluster.unexpected()).isEmpty();
    }

    private EnvironmentObservation look() throws InterruptedException {
        return sourceOf(cluster).observe(Progress.SILENT);
    }

    private static Digest digest(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8));
    }

    private static Image image(String name, String content) {
        return Image.at(REGISTRY + name, digest(content));
    }

    private static Use use(String workload, String container, Use.Kind kind, String reference, Digest... digests) {
        return new Use(
                "cluster", workload, container, kind, ImageReference.parse(REGISTRY + reference), Set.of(digests));
    }

    private List<Use> usesOf(String workload) throws InterruptedException {
        EnvironmentObservation seen = look();
        assertThat(seen.heard()).as(seen.detail()).isEqualTo(Heard.YES);
        return seen.uses().stream()
                .filter(use -> use.workload().equals(workload))
                .map(this::named)
                .toList();
    }

    private Use named(Use use) {
        return use.calling("cluster", use.workload());
    }

    @Test
    void takesReplicasForOneUseOfWhatOwnsThem() throws InterruptedException {
        workloads.deployment("shop", "cart", 3, image("cart:1.0", "cart 1"));

        assertThat(usesOf("deployment shop/cart"))
                .containsExactlyInAnyOrder(
                        use("deployment shop/cart", "web", Use.Kind.DESIRED, "cart:1.0"),
                        use("deployment shop/cart", "web", Use.Kind.RUNNING, "cart:1.0", digest("cart 1")));
    }

    @Test
    void countsTheIndexOfTheStatusBesideTheChildThatTheTemplatePins() throws InterruptedException {
        Digest child = digest("child");
        String pinned = "cart@" + child;
        workloads.deployment("shop", "cart", 1, Image.at(REGISTRY + pinned, digest("index")));

        assertThat(usesOf("deployment shop/cart"))
                .contains(use("deployment shop/cart", "web", Use.Kind.RUNNING, pinned, child, digest("index")));
    }

    @Test
    void understandsHowDockerNamedWhatRuns() throws InterruptedException {
        workloads.deployment("shop", "cart", 1, Image.onDocker(REGISTRY + "cart:1.0", digest("old")));
        workloads.pod(Workloads.pod("shop", "bare", new Image(REGISTRY + "bare:1", "docker://" + digest("config"))));

        assertThat(usesOf("deployment shop/cart"))
                .contains(use("deployment shop/cart", "web", Use.Kind.RUNNING, "cart:1.0", digest("old")));
        assertThat(usesOf("pod shop/bare"))
                .containsExactly(use("pod shop/bare", "web", Use.Kind.RUNNING, "bare:1", digest("config")));
    }

    @Test
    void keepsWhatADeploymentCouldBeRolledBackTo() throws InterruptedException {
        Image before = image("cart:1.0", "cart 1");
        workloads.deployment("shop", "cart", 2, before);
        workloads.rollOut("shop", "cart", 2, before, image("cart:2.0", "cart 2"));

        assertThat(usesOf("deployment shop/cart"))
                .containsExactlyInAnyOrder(
                        use("deployment shop/cart", "web", Use.Kind.DESIRED, "cart:2.0"),
                        use("deployment shop/cart", "web", Use.Kind.RUNNING, "cart:2.0", digest("cart 2")),
                        use("deployment shop/cart", "web", Use.Kind.ROLLBACK, "cart:1.0"));
    }

    @Test
    void keepsTheRevisionsOfStatefulSetsAndDaemonSets() throws InterruptedException {
        workloads.statefulSet("shop", "db", image("db:1", "db 1"), 1);
        workloads.statefulSet("shop", "db", image("db:2", "db 2"), 2);
        workloads.daemonSet("shop", "agent", image("agent:1", "agent 1"), 1);
        workloads.daemonSet("shop", "agent", image("agent:2", "agent 2"), 2);

        assertThat(usesOf("statefulset shop/db"))
                .containsExactlyInAnyOrder(
                        use("statefulset shop/db", "web", Use.Kind.DESIRED, "db:2"),
                        use("statefulset shop/db", "web", Use.Kind.RUNNING, "db:2", digest("db 2")),
                        use("statefulset shop/db", "web", Use.Kind.ROLLBACK, "db:1"));
        assertThat(usesOf("daemonset shop/agent"))
                .contains(use("daemonset shop/agent", "web", Use.Kind.ROLLBACK, "agent:1"));
    }

    @Test
    void countsRunsForTheirCronJob() throws InterruptedException {
        workloads.cronJob("shop", "report", image("report:1", "report"));
        workloads.cronRun("shop", "report", "29400001", image("report:1", "report"), false);
        workloads.cronRun("shop", "report", "29400000", image("report:0", "older"), true);
        workloads.job("shop", "migrate", image("migrate:1", "migrate"), true);

        assertThat(usesOf("cronjob shop/report"))
                .containsExactlyInAnyOrder(
                        use("cronjob shop/report", "web", Use.Kind.DESIRED, "report:1"),
                        use("cronjob shop/report", "web", Use.Kind.RUNNING, "report:1", digest("report")),
                        use("cronjob shop/report", "web", Use.Kind.STOPPED, "report:0"),
                        use("cronjob shop/report", "web", Use.Kind.STOPPED, "report:0", digest("older")));
        assertThat(usesOf("job shop/migrate")).extracting(Use::kind).containsOnly(Use.Kind.STOPPED);
    }

    @Test
    void seesInitAndEphemeralContainersAndImagesThatAreMounted() throws InterruptedException {
        ObjectNode pod = Workloads.pod("shop", "all", image("web:1", "web"));
        Workloads.add(pod, "initContainers", "prepare", image("init:1", "init"));
        Workloads.add(pod, "ephemeralContainers", "debug", image("tools:1", "tools"));
        Workloads.mount(pod, "model", REGISTRY + "model:7");
        workloads.pod(pod);

        assertThat(usesOf("pod shop/all"))
                .containsExactlyInAnyOrder(
                        use("pod shop/all", "web", Use.Kind.RUNNING, "web:1", digest("web")),
                        use("pod shop/all", "prepare", Use.Kind.RUNNING, "init:1", digest("init")),
                        use("pod shop/all", "debug", Use.Kind.RUNNING, "tools:1", digest("tools")),
                        use("pod shop/all", "volume model", Use.Kind.RUNNING, "model:7"));
    }

    @Test
    void tellsOfPullsThatFail() throws InterruptedException {
        workloads.waitingPod("shop", "stuck", REGISTRY + "gone:1", "ImagePullBackOff");

        EnvironmentObservation seen = look();

        assertThat(seen.uses())
                .extracting(this::named)
                .containsExactly(use("pod shop/stuck", "web", Use.Kind.DESIRED, "gone:1"));
        assertThat(seen.facts().notices()).singleElement().satisfies((Notice notice) -> {
            assertThat(notice.kind()).isEqualTo("failed-pull");
            assertThat(notice.subject()).isEqualTo("pod shop/stuck");
            assertThat(notice.words()).contains(REGISTRY + "gone:1").contains("ImagePullBackOff");
        });
    }

    @Test
    void readsWhatHelmCouldRollBackTo() throws InterruptedException {
        String manifest = """
                ---
                # Source: cart/templates/deployment.yaml
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: cart}
                spec:
                  template:
                    spec:
                      containers: [{name: web, image: "registry.example:5000/shop/cart:%s"}]
                ---
                apiVersion: v1
                kind: Secret
                stringData: {password: canary-6fd1c0b25e}
                """;
        workloads.release("shop", "cart", 1, "superseded", manifest.formatted("0.9"));
        workloads.release("shop", "cart", 2, "deployed", manifest.formatted("1.0"));
        workloads.secret("shop", "password");

        assertThat(usesOf("helm release shop/cart"))
                .containsExactlyInAnyOrder(
                        use("helm release shop/cart", "web", Use.Kind.ROLLBACK, "cart:0.9"),
                        use("helm release shop/cart", "web", Use.Kind.DECLARED, "cart:1.0"));
    }

    @Test
    void saysWhoItIsAndWhatItIsToldOfWorkloads() throws InterruptedException {
        world.namespace("shop", Map.of("tier", "production"));
        workloads.deployment("shop", "cart", 1, image("cart:1.0", "cart 1"), Map.of("team", "checkout"));
        workloads.node("node-1", REGISTRY + "cart:1.0", digest("cart 1"), 1234);

        EnvironmentObservation seen = look();

        assertThat(seen.identity()).contains(world.identity());
        assertThat(seen.facts().workloads())
                .contains(new Workload(
                        "deployment shop/cart",
                        Optional.of("shop"),
                        List.of(
                                new Hint(Hint.From.LABEL, "team", "checkout"),
                                new Hint(Hint.From.SPACE_LABEL, "tier", "production"))));
        assertThat(seen.facts().nodes()).containsExactly("node-1");
        assertThat(seen.facts().images())
                .containsExactly(new NodeImage(
                        "node-1",
                        List.of(REGISTRY + "cart@" + digest("cart 1"), REGISTRY + "cart:1.0"),
                        Set.of(digest("cart 1")),
                        1234));
    }

    @Test
    void readsListsPageByPage() throws InterruptedException {
        for (int i = 0; i < 1201; i++) {
            workloads.pod(Workloads.pod("shop", "pod-%04d".formatted(i), image("p:" + i, "p " + i)));
        }
        cluster.expireOnce("/api/v1/pods");

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).as(seen.detail()).isEqualTo(Heard.YES);
        assertThat(seen.uses()).hasSize(1201);
        assertThat(cluster.asked())
                .filteredOn(call -> call.contains("/api/v1/pods"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void isHeardInPartWhereAKindIsRefused() throws InterruptedException {
        workloads.deployment("shop", "cart", 1, image("cart:1.0", "cart 1"));
        cluster.refuse(Set.of(new Grant("list", "apps", "replicasets")));

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("allow `list` on replicasets.apps");
        assertThat(seen.uses())
                .extracting(this::named)
                .contains(use("deployment shop/cart", "web", Use.Kind.RUNNING, "cart:1.0", digest("cart 1")));
    }

    @Test
    void isUnheardWhereNothingAnswers() throws InterruptedException {
        cluster.stop();

        EnvironmentObservation seen = look();

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.uses()).isEmpty();
        assertThat(seen.detail()).isNotBlank();
    }

    @Test
    void saysNothingOfWhatIsNobodysBusiness() throws InterruptedException {
        Image before = image("cart:1.0", "cart 1");
        workloads.deployment("shop", "cart", 2, before, Map.of("team", "checkout"));
        workloads.rollOut("shop", "cart", 2, before, image("cart:2.0", "cart 2"));
        workloads.statefulSet("shop", "db", image("db:1", "db 1"), 1);
        workloads.cronJob("shop", "report", image("report:1", "report"));
        workloads.waitingPod("shop", "stuck", REGISTRY + "gone:1", "ErrImagePull");
        workloads.release("shop", "cart", 1, "superseded", "password: " + ClusterWorld.CANARY);
        workloads.release("shop", "broken", 1, "superseded", "{" + ClusterWorld.CANARY);
        workloads.secret("shop", "password");

        EnvironmentObservation seen = look();

        assertThat(seen.uses()).isNotEmpty();
        assertThat(seen.toString()).doesNotContain(ClusterWorld.CANARY);
    }

    @Test
    void saysTheSameTwice() throws InterruptedException {
        workloads.deployment("shop", "cart", 3, image("cart:1.0", "cart 1"));

        assertThat(look().uses()).containsExactlyInAnyOrderElementsOf(look().uses());
    }
}
