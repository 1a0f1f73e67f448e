package dev.regent.connect.docker;

import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.SwarmSourceContract.Rollout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Sets scenes on an engine double.
final class DoubleScenes implements AutoCloseable {

    static final String REGISTRY = "registry.example:5000/team/";

    /// Patient enough for a loaded machine, and not for a test of silence.
    static final HttpSettings SETTINGS =
            new HttpSettings(Duration.ofSeconds(2), Optional.empty(), false, Optional.empty(), Proxies.NONE, 4);

    private final EngineWorld world;
    private final EngineDouble engine;

    DoubleScenes(EngineWorld.Store store, EngineWorld.Swarm swarm) {
        this.world = new EngineWorld(store, swarm);
        this.engine = EngineDouble.of(world);
    }

    static Digest digest(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8));
    }

    EngineDouble engine() {
        return engine;
    }

    EngineWorld world() {
        return world;
    }

    DockerEnvironment over(URI address) {
        return DockerEnvironment.at("host", address, SETTINGS);
    }

    /// What stands for the image besides the digest in the registry: of the config, or, with
    /// containerd's store, of the platform's manifest.
    Deployed pull(String repository, String content, EngineWorld.Store store) {
        Digest manifest = digest("manifest " + content);
        Digest config = digest("config " + content);
        String reference = REGISTRY + repository + ":stable";
        return switch (store) {
            case CLASSIC -> {
                world.pull(reference, manifest, manifest, config);
                yield new Deployed(reference, manifest, config);
            }
            case CONTAINERD -> {
                Digest child = digest("child " + content);
                world.pull(reference, manifest, child, config);
                yield new Deployed(reference, manifest, child);
            }
        };
    }

    Rollout rollOut(String service, EngineWorld.Store store) {
        Deployed before = pull(service, service + " 1", store);
        world.deploy(service, before.reference() + "@" + before.manifest());
        Deployed after = pull(service, service + " 2", store);
        world.update(service, after.reference() + "@" + after.manifest());
        return new Rollout(before, after);
    }

    @Override
    public void close() {
        engine.close();
    }
}
