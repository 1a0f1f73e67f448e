package dev.regent.bench;

import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Many environments over real HTTP, each answer late by as much as is said: Swarms and clusters, half of them behind
/// one Portainer. Serves until it is ended.
public final class EnvironmentFarm {

    private final Duration latency;
    private final int workloads;
    private final PortainerWorld portainer = new PortainerWorld(PortainerWorld.Edition.CE_2_23);
    private final List<String> lines = new ArrayList<>();

    private EnvironmentFarm(Duration latency, int workloads) {
        this.latency = latency;
        this.workloads = workloads;
    }

    /// `ENVIRONMENTS WORKLOADS-IN-ALL MILLISECONDS FOLDER`: writes `regent.yaml` and Portainer's key to the folder and
    /// says `ready`.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int environments = Integer.parseInt(arguments[0]);
        EnvironmentFarm farm = new EnvironmentFarm(
                Duration.ofMillis(Long.parseLong(arguments[2])), Integer.parseInt(arguments[1]) / environments);
        for (int number = 0; number < environments; number++) {
            farm.add(number);
        }
        farm.write(Path.of(arguments[3]));
        System.out.println("ready");
        System.out.flush();
        Thread.sleep(Duration.ofDays(1));
    }

    /// Every fourth is a Swarm by itself, a Swarm behind Portainer, a cluster by itself, a cluster behind Portainer.
    private void add(int number) {
        boolean direct = number % 4 == 0 || number % 4 == 2;
        boolean swarm = number % 4 < 2;
        URI uri = swarm ? swarm(number) : cluster(number);
        String name = (swarm ? "swarm-" : "cluster-") + number;
        if (!direct) {
            portainer.environment(name, swarm ? 1 : 5, swarm ? http(uri) : uri);
        } else {
            lines.add("  - {name: " + name + ", url: \"" + (swarm ? "" : "kubernetes+") + uri + "\"}");
        }
    }

    private static URI http(URI tcp) {
        return URI.create("http://" + tcp.getAuthority());
    }

    private URI swarm(int number) {
        EngineWorld world = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);
        for (int service = 0; service < workloads; service++) {
            String name = "service-" + number + "-" + service;
            world.deploy(name, image(name));
        }
        EngineDouble engine = EngineDouble.of(world);
        engine.latency(latency);
        return engine.tcp();
    }

    private URI cluster(int number) {
        ClusterWorld world = new ClusterWorld();
        Workloads made = new Workloads(world);
        for (int deployment = 0; deployment < workloads; deployment++) {
            String name = "app-" + number + "-" + deployment;
            made.deployment("shop-" + deployment % 10, name, 1, Image.at(image(name), digest(name)));
        }
        KubernetesDouble cluster = KubernetesDouble.of(world);
        cluster.latency(latency);
        return cluster.url();
    }

    private static String image(String name) {
        return "registry.example/team/" + name + ":1.0@" + digest(name);
    }

    private static Digest digest(String name) {
        return Digest.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Path folder) throws IOException {
        URI base = PortainerDouble.of(portainer).base();
        Files.writeString(folder.resolve("portainer-key"), PortainerWorld.ADMINISTRATOR_KEY);
        Files.writeString(
                folder.resolve("regent.yaml"),
                "environments:\n" + String.join("\n", lines) + "\n  - {name: portainer, url: \"portainer+" + base
                        + "\", credentials: {tokenFile: portainer-key}}\n");
    }
}
