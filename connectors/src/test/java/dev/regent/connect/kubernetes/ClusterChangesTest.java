package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.Use;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Grant;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClusterChangesTest {

    /// For a loaded machine.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Image CART = Clusters.image("registry.example/cart:1");

    private final ClusterWorld world = new ClusterWorld();
    private final Workloads workloads = new Workloads(world);
    private final KubernetesDouble cluster = KubernetesDouble.of(world);

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.unexpected()).isEmpty();
    }

    private ChangeFeed open() throws InterruptedException {
        return Clusters.to(cluster).changes().orElseThrow();
    }

    /// All that is told until something of this kind is.
    private static List<Change> until(ChangeFeed feed, Predicate<Change> wanted) throws InterruptedException {
        List<Change> told = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Change change = feed.await(Duration.ofMillis(200));
            if (!(change instanceof Change.None)) {
                told.add(change);
            }
            if (wanted.test(change)) {
                return told;
            }
        }
        throw new AssertionError("not told within " + PATIENCE + "; told was " + told);
    }

    /// Each kind finds out by itself; what happened to it before, the look has to find.
    private static void untilEachKindAsksForALook(ChangeFeed feed) throws InterruptedException {
        Set<String> unaware = new HashSet<>();
        Resource.WATCHED.forEach(resource -> unaware.add("changes of " + resource + " in"));
        until(feed, change -> {
            unaware.removeIf(words -> change instanceof Change.Look(String what) && what.startsWith(words));
            return unaware.isEmpty();
        });
    }

    private static boolean runs(Change change, Image image) {
        return change instanceof Change.Seen(List<Use> uses)
                && uses.stream()
                        .anyMatch(use -> use.kind() == Use.Kind.RUNNING
                                && use.workload().equals("deployment shop/cart")
                                && use.digests().contains(Clusters.digest(image.reference())));
    }

    @Test
    void tellsAtOnceWhatRunsFromNowOn() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            assertThat(feed.await(Duration.ZERO)).isEqualTo(new Change.None());
            workloads.deployment("shop", "cart", 2, CART);

            assertThat(until(feed, change -> runs(change, CART))).noneMatch(Change.Deaf.class::isInstance);
        }
    }

    @Test
    void missesNothingThatHappensWhileItOpens() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            // The watches may not be open yet: they begin where the feed began all the same.
            workloads.deployment("shop", "cart", 1, CART);
            world.bookmark();

            until(feed, change -> runs(change, CART));
        }
    }

    @Test
    void saysNothingOfWhatGoesAndOfBookmarks() throws InterruptedException {
        workloads.deployment("shop", "cart", 1, CART);
        Image next = Clusters.image("registry.example/cart:2");
        try (ChangeFeed feed = open()) {
            world.bookmark();
            world.delete("apps/v1", "deployments", "shop", "cart");
            workloads.pod(Workloads.pod("shop", "last", next));

            assertThat(until(feed, change -> change instanceof Change.Seen))
                    .singleElement()
                    .satisfies(change -> assertThat(((Change.Seen) change).uses())
                            .extracting(Use::workload)
                            .containsExactly("pod shop/last"));
        }
    }

    @Test
    void asksForALookWhereItsPositionIsForgottenAndGoesOn() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            world.compact();
            untilEachKindAsksForALook(feed);

            workloads.deployment("shop", "cart", 1, CART);
            until(feed, change -> runs(change, CART));
        }
    }

    @Test
    void outlivesARestartOfTheApiServer() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            cluster.restart();
            workloads.deployment("shop", "cart", 1, CART);

            until(feed, change -> runs(change, CART));
        }
    }

    @Test
    void saysOnceThatItIsDeafAndAsksForALookWhenItHearsAgain() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            cluster.stop();
            List<Change> told = until(feed, Change.Deaf.class::isInstance);
            assertThat(((Change.Deaf) told.getLast()).why()).contains("reach kubernetes+http");

            cluster.restart();
            List<Change> after = until(feed, Change.Look.class::isInstance);
            assertThat(after).noneMatch(Change.Deaf.class::isInstance);
        }
    }

    @Test
    void isDeafWhereNothingAnswersFromTheBeginning() throws InterruptedException {
        cluster.stop();
        try (ChangeFeed feed = open()) {
            until(feed, Change.Deaf.class::isInstance);

            cluster.restart();
            untilEachKindAsksForALook(feed);
            workloads.deployment("shop", "cart", 1, CART);
            until(feed, change -> runs(change, CART));
        }
    }

    @Test
    void leavesOutKindsThatMayNotBeWatched() throws InterruptedException {
        cluster.refuse(Set.of(new Grant("watch", "apps", "deployments"), new Grant("list", "batch", "jobs")));
        try (ChangeFeed feed = open()) {
            workloads.deployment("shop", "cart", 1, CART);

            assertThat(until(feed, change -> runs(change, CART))).noneMatch(Change.Deaf.class::isInstance);
        }
    }

    @Test
    void asksForALookWhereItCantTellWhoseAPodIs() throws InterruptedException {
        workloads.cronRun("shop", "report", "29400001", CART, false);
        try (ChangeFeed feed = open()) {
            var pod = world.get("v1", "pods", "shop", "report-29400001-k2x9d").orElseThrow();
            world.put("v1", "pods", pod);

            assertThat(until(feed, Change.Look.class::isInstance)).hasSize(1);
        }
    }

    @Test
    void boundsWhatWaitsAndAsksForALookInstead() throws InterruptedException {
        try (ChangeFeed feed = open()) {
            for (int i = 0; i < 1500; i++) {
                ObjectNode pod = Workloads.pod("shop", "p" + i, Clusters.image("registry.example/p:" + i));
                ((ObjectNode) pod.path("metadata")).put("uid", "uid-" + i);
                ((ClusterChanges) feed).seen(Resource.PODS, pod);
            }

            assertThat(feed.await(Duration.ZERO)).isInstanceOf(Change.Look.class);
            assertThat(feed.await(Duration.ZERO)).isEqualTo(new Change.None());
        }
    }

    @Test
    void endsItsThreadsWhenItIsClosed() throws InterruptedException {
        ChangeFeed feed = open();
        workloads.deployment("shop", "cart", 1, CART);
        until(feed, change -> runs(change, CART));
        feed.close();
        int asked = cluster.asked().size();

        assertThat(feed.await(Duration.ofMillis(1500))).isNotNull();
        assertThat(cluster.asked()).hasSize(asked);
    }

    @Test
    void tellsOfKindsThatAreConfigured() throws InterruptedException {
        world.knows("argoproj.io/v1alpha1", "rollouts");
        ImagesAt rollouts =
                new ImagesAt("argoproj.io/v1alpha1", "rollouts", List.of("spec.template.spec.containers[*].image"));
        ImagesAt unknown = new ImagesAt("example.org/v1", "things", List.of("spec.image"));
        try (ChangeFeed feed = Clusters.to(cluster, rollouts, unknown).changes().orElseThrow()) {
            workloads.custom(
                    "argoproj.io/v1alpha1", "rollouts", "Rollout", "shop", "pay", List.of("registry.example/pay:1"));

            assertThat(until(feed, Change.Seen.class::isInstance))
                    .containsExactly(new Change.Seen(List.of(new Use(
                            "cluster",
                            "rollout shop/pay",
                            "spec.template.spec.containers.image",
                            Use.Kind.DESIRED,
                            ImageReference.parse("registry.example/pay:1"),
                            Set.of()))));
        }
    }
}
