package dev.regent.connect.docker;

import dev.regent.connect.http.HttpSettings;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.SwarmSourceContract.Rollout;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import dev.regent.testkit.peer.RealRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/// Sets scenes on a real engine with a real registry.
final class RealScenes implements AutoCloseable {

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    private final RealRegistry registry;
    private final RealEngine engine;

    private RealScenes(RealRegistry registry, RealEngine engine) {
        this.registry = registry;
        this.engine = engine;
    }

    /// @param storage folder for the registry
    static RealScenes start(Path storage) throws InterruptedException {
        Peers.require(RealEngine.NAME, RealEngine.available());
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        RealRegistry registry = RealRegistry.start(storage);
        try {
            return new RealScenes(registry, RealEngine.start());
        } catch (IllegalStateException | InterruptedException e) {
            registry.close();
            throw e;
        }
    }

    RealEngine engine() {
        return engine;
    }

    DockerEnvironment over(URI address) {
        return DockerEnvironment.at("host", address, HttpSettings.defaults());
    }

    /// Makes an image and pushes it as `stable`, wherever that tag pointed before.
    Deployed push(String repository, String content) throws InterruptedException {
        String reference = registry.host() + "/team/" + repository + ":stable";
        Digest config = engine.make(reference, content);
        return new Deployed(reference, engine.push(reference), config);
    }

    Deployed run(String container) throws InterruptedException {
        Deployed image = push(container, container);
        engine.docker("run", "--detach", "--network", "none", "--name", container, image.reference());
        return image;
    }

    Deployed create(String container) throws InterruptedException {
        Deployed image = push(container, container);
        engine.docker("create", "--network", "none", "--name", container, image.reference());
        return image;
    }

    Deployed runByDigest(String container) throws InterruptedException {
        Deployed image = push(container, container);
        engine.docker("rmi", image.reference());
        String name = image.reference().replace(":stable", "") + "@" + image.manifest();
        engine.docker("pull", name);
        engine.docker("run", "--detach", "--network", "none", "--name", container, name);
        return image;
    }

    Rollout rollOut(String service) throws InterruptedException {
        Deployed before = push(service, service + " 1");
        engine.docker(
                "service",
                "create",
                "--quiet",
                "--detach",
                "--name",
                service,
                "--network",
                "host",
                "--stop-grace-period",
                "0s",
                "--update-monitor",
                "100ms",
                "--update-delay",
                "0s",
                before.reference());
        await(service, states -> states.equals("running"));
        Deployed after = push(service, service + " 2");
        engine.docker("service", "update", "--quiet", "--detach", "--image", after.reference(), service);
        await(service, states -> states.contains("running") && states.contains("shutdown"));
        return new Rollout(before, after);
    }

    private void await(String service, Predicate<String> states) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        String seen = "";
        while (System.nanoTime() < deadline) {
            // Asking takes its time, so there is no need to wait between two times.
            seen = engine.docker("service", "ps", "--format", "{{.CurrentState}}", service)
                    .lines()
                    .map(line -> line.split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT))
                    .sorted()
                    .reduce((a, b) -> a + " " + b)
                    .orElse("");
            if (states.test(seen)) {
                return;
            }
        }
        throw new IllegalStateException("service " + service + " did not settle: " + seen);
    }

    @Override
    public void close() {
        engine.close();
        registry.close();
    }
}
