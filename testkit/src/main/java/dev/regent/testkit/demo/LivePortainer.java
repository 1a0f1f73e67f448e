package dev.regent.testkit.demo;

import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A Portainer that manages a cluster and a host at the edge. Something of everything that people look for runs there:
/// production and staging, what no registry of the company holds, and an image that can't be pulled.
final class LivePortainer implements AutoCloseable {

    static final String CLUSTER = "shop-eu";
    static final String EDGE = "edge-berlin";

    private static final String PRODUCTION = "shop-production";
    private static final String STAGING = "shop-staging";
    private static final int KUBERNETES = 5;
    private static final int DOCKER = 1;
    private static final int CUSTOM_REGISTRY = 3;

    private final LiveImages images;
    private final Random random;
    private final ClusterWorld world = new ClusterWorld();
    private final Workloads cluster = new Workloads(world);
    private final Map<String, Image> deployed = new HashMap<>();
    private final KubernetesDouble api;
    private final EngineDouble edge;
    private final PortainerDouble portainer;

    LivePortainer(LiveImages images, Random random) {
        this.images = images;
        this.random = random;
        inCluster();
        this.api = KubernetesDouble.of(world);
        this.edge = EngineDouble.of(atTheEdge());
        this.portainer = PortainerDouble.of(known());
    }

    URI url() {
        return URI.create("portainer+" + portainer.base());
    }

    String key() {
        return PortainerWorld.ADMINISTRATOR_KEY;
    }

    private void inCluster() {
        world.namespace(PRODUCTION, Map.of("tier", "production", "team", "shop"));
        world.namespace(STAGING, Map.of("tier", "staging", "team", "shop"));
        world.namespace("observability", Map.of("team", "platform"));
        deploy(PRODUCTION, "web", newest("shop/web"), 3);
        deploy(PRODUCTION, "checkout", newest("shop/checkout"), 2);
        deploy(STAGING, "web", newest("shop/web"), 1);
        deploy(STAGING, "search", newest("shop/search"), 1);
        deploy("observability", "grafana", foreign("docker.io/grafana/grafana:11.2.0"), 1);
        deploy(PRODUCTION, "sessions", foreign("docker.io/library/redis:7.4"), 1);
        cluster.cronJob(PRODUCTION, "nightly-export", newest(LiveImages.PIPELINE));
        cluster.waitingPod(STAGING, "search-canary", LiveScript.HOST + "/shop/search:0.0.1", "ImagePullBackOff");
        cluster.node("node-1", LiveScript.HOST + "/shop/web:1.0.0", digest("node-1"), 87_000_000);
    }

    private EngineWorld atTheEdge() {
        EngineWorld host = new EngineWorld(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        run(host, "kiosk", newest("shop/web"));
        run(host, "proxy", foreign("docker.io/library/nginx:1.27"));
        return host;
    }

    private static void run(EngineWorld host, String name, Image image) {
        Digest digest = new Digest(image.id().substring(image.id().indexOf('@') + 1));
        host.pull(image.reference(), digest, digest, digest);
        host.run(name, image.reference(), "running");
    }

    private PortainerWorld known() {
        PortainerWorld known = new PortainerWorld(PortainerWorld.Edition.CE_2_23);
        int shop = known.team("shop", known.user("mara"));
        int first = known.environment(CLUSTER, KUBERNETES, api.url());
        int second = known.environment(
                EDGE, DOCKER, URI.create("http://" + edge.tcp().getAuthority()));
        int edgeGroup = known.group("Edge sites", List.of(known.tag("production")), Set.of());
        known.change(second, environment -> environment.of(edgeGroup, List.of()));
        known.registry(new PortainerWorld.Registry(
                1,
                CUSTOM_REGISTRY,
                "shop registry",
                LiveScript.HOST,
                Map.of(),
                Map.of(second, Set.of(shop)),
                Map.of(first, List.of(PRODUCTION, STAGING))));
        known.registry(new PortainerWorld.Registry(
                2,
                CUSTOM_REGISTRY,
                "old harbor",
                "harbor.shop.example",
                Map.of(),
                Map.of(second, Set.of(shop)),
                Map.of()));
        return known;
    }

    /// Something is rolled out in the cluster.
    void step() {
        String name = random.nextBoolean() ? "web" : "checkout";
        String space = random.nextInt(3) == 0 ? PRODUCTION : STAGING;
        Image before = deployed.get(space + "/" + name);
        Image after = newest("shop/" + name);
        if (before != null && !before.equals(after)) {
            cluster.rollOut(space, name, space.equals(PRODUCTION) ? 2 : 1, before, after);
            deployed.put(space + "/" + name, after);
        }
    }

    private void deploy(String space, String name, Image image, int replicas) {
        cluster.deployment(space, name, replicas, image);
        deployed.put(space + "/" + name, image);
    }

    private Image newest(String repository) {
        Optional<String> release = images.newestRelease(repository);
        String tag = release.isPresent()
                ? release.get()
                : images.tags(repository, ".*").getLast();
        Digest digest = images.at(repository, tag).orElseThrow();
        return Image.at(LiveScript.HOST + "/" + repository + ":" + tag, digest);
    }

    private static Image foreign(String reference) {
        return Image.at(reference, digest(reference));
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        portainer.close();
        api.close();
        edge.close();
    }
}
