package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.docker.EngineSnapshot;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Proxies;
import dev.regent.connect.http.Secret;
import dev.regent.connect.kubernetes.KubernetesEnvironment;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.portainer.PortainerWorld.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Sets scenes on a Portainer's double with engines' doubles behind it.
final class Scenes implements AutoCloseable {

    static final HttpSettings SETTINGS =
            new HttpSettings(Duration.ofSeconds(5), Optional.empty(), false, Optional.empty(), Proxies.NONE, 4);

    private final PortainerWorld world;
    private final PortainerDouble portainer;
    private final List<EngineDouble> engines = new ArrayList<>();
    private final List<KubernetesDouble> clusterDoubles = new ArrayList<>();
    private final List<Passage> clusters = new CopyOnWriteArrayList<>();
    private int stacks;

    Scenes(PortainerWorld.Edition edition) {
        this.world = new PortainerWorld(edition);
        this.portainer = PortainerDouble.of(world);
    }

    PortainerWorld world() {
        return world;
    }

    PortainerDouble portainer() {
        return portainer;
    }

    /// Ways to clusters that were asked for.
    List<Passage> clusters() {
        return clusters;
    }

    static Digest digest(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8));
    }

    /// An engine that runs a container `web` from `registry.example/shop/web:1`.
    EngineDouble engine() {
        EngineWorld engineWorld = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE);
        engineWorld.pull("registry.example/shop/web:1", digest("web"), digest("web"), digest("web config"));
        engineWorld.run("web", "registry.example/shop/web:1", "running");
        return serve(engineWorld);
    }

    /// A cluster that runs `web` from `registry.example/shop/web:1`.
    KubernetesDouble cluster() {
        ClusterWorld clusterWorld = new ClusterWorld();
        clusterWorld.namespace("shop", Map.of());
        new Workloads(clusterWorld)
                .deployment("shop", "web", 1, Image.at("registry.example/shop/web:1", digest("web")));
        KubernetesDouble cluster = KubernetesDouble.of(clusterWorld);
        clusterDoubles.add(cluster);
        return cluster;
    }

    EngineDouble serve(EngineWorld engineWorld) {
        EngineDouble engine = EngineDouble.of(engineWorld);
        engines.add(engine);
        return engine;
    }

    /// A stack that runs in an environment.
    Stack stack(String name, int environment, Map<String, String> variables, String file) {
        return new Stack(
                ++stacks,
                name,
                2,
                environment,
                true,
                variables,
                Optional.of(file),
                Optional.empty(),
                List.of(),
                Set.of());
    }

    /// What Portainer would keep of an engine, with variables of its containers.
    JsonNode raw(EngineDouble engine) {
        ObjectNode raw = JsonMapper.builder().build().createObjectNode();
        ArrayNode containers = (ArrayNode) ask(engine, "/containers/json?all=1");
        containers.forEach(
                container -> ((ObjectNode) container).putArray("Env").add("PASSWORD=" + PortainerWorld.CANARY));
        raw.set("Containers", containers);
        raw.set("Images", ask(engine, "/images/json"));
        ObjectNode info = (ObjectNode) ask(engine, "/info");
        info.withObject("/Swarm/Cluster").put("ID", "").putObject("JoinTokens").put("Worker", PortainerWorld.CANARY);
        raw.set("Info", info);
        return raw;
    }

    private static JsonNode ask(EngineDouble engine, String target) {
        URI uri = URI.create(engine.tcp().toString().replace("tcp:", "http:") + target);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Objects.requireNonNull(new JsonMapper()
                    .readTree(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                            .body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Listing list() throws InterruptedException {
        return list(PortainerWorld.ADMINISTRATOR_KEY, _ -> true);
    }

    Listing list(String key, Predicate<String> only) throws InterruptedException {
        return directory(key, only).list(Progress.SILENT);
    }

    PortainerDirectory directory(String key, Predicate<String> only) {
        return new PortainerDirectory(
                "p", portainer.base(), new Secret(key), SETTINGS, only, beyond(), Duration.ofMillis(1));
    }

    EnvironmentObservation look(String environment) throws InterruptedException {
        return look(list(), environment);
    }

    static EnvironmentObservation look(Listing listing, String environment) throws InterruptedException {
        EnvironmentSource source = listing.environments().get(environment);
        if (source == null) {
            throw new AssertionError(
                    environment + " is not among " + listing.environments().keySet());
        }
        return source.observe(Progress.SILENT);
    }

    Beyond beyond() {
        return new Beyond() {
            @Override
            public EnvironmentSource docker(String name, Passage passage, boolean agent) {
                return DockerEnvironment.through(name, passage, SETTINGS, agent);
            }

            @Override
            public EnvironmentSource kubernetes(String name, Passage passage) {
                clusters.add(passage);
                return KubernetesEnvironment.through(name, passage, SETTINGS, List.of());
            }

            @Override
            public EnvironmentObservation snapshot(String name, String shown, JsonNode raw) {
                return EngineSnapshot.of(name, shown, raw);
            }
        };
    }

    /// Whatever Portainer and the engines did not expect.
    List<String> unexpected() {
        List<String> all = new ArrayList<>(portainer.unexpected());
        engines.forEach(engine -> all.addAll(engine.unexpected()));
        clusterDoubles.forEach(cluster -> all.addAll(cluster.unexpected()));
        return all;
    }

    @Override
    public void close() {
        portainer.close();
        engines.forEach(EngineDouble::close);
        clusterDoubles.forEach(KubernetesDouble::close);
    }
}
