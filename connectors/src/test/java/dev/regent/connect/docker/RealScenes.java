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
import java.util.ArrayList;
import java.util.List;
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

    /// Creates a service, updates it to another image, and returns when that runs and a task of the
    /// former one has ended.
    ///
    /// @param options for `docker service create`
    Rollout rollOut(String service, String... options) throws InterruptedException {
        Deployed before = push(service, service + " 1");
        service(service, before.reference(), options);
        Deployed after = push(service, service + " 2");
        engine.docker("service", "update", "--quiet", "--detach", "--image", after.reference(), service);
        awaitUpdated(service);
        await(service, states -> states.contains("running") && states.contains("shutdown"));
        return new Rollout(before, after);
    }

    /// Creates a service, and returns when its tasks run.
    ///
    /// @param options for `docker service create`
    void service(String service, String image, String... options) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("service", "create", "--quiet", "--detach", "--name", service));
        command.addAll(List.of("--network", "host", "--stop-grace-period", "0s"));
        command.addAll(List.of("--update-monitor", "100ms", "--update-delay", "0s", "--rollback-monitor", "100ms"));
        command.addAll(List.of(options));
        command.add(image);
        engine.docker(command.toArray(String[]::new));
        await(service, states -> states.matches("running( running)*"));
    }

    /// Creates a service whose task ends at once, and returns when it has.
    void job(String service, String image) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("service", "create", "--quiet", "--detach", "--name", service));
        command.addAll(List.of("--network", "host", "--mode", "replicated-job", image, "/bin/busybox", "true"));
        engine.docker(command.toArray(String[]::new));
        await(service, states -> states.equals("complete"));
    }

    /// Returns when the last update of a service, or its roll-back, is over.
    void awaitUpdated(String service) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        String seen = "";
        while (System.nanoTime() < deadline) {
            seen = engine.docker("service", "inspect", "--format", "{{.UpdateStatus.State}}", service);
            if (seen.endsWith("completed")) {
                return;
            }
        }
        throw new IllegalStateException("service " + service + " is not updated: " + seen);
    }

    /// Returns when all tasks of a service that are to run do, and with this image.
    void awaitImage(String service, Digest manifest) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        String seen = "";
        while (System.nanoTime() < deadline) {
            seen = engine.docker(
                    "service",
                    "ps",
                    "--no-trunc",
                    "--filter",
                    "desired-state=running",
                    "--format",
                    "{{.CurrentState}} {{.Image}}",
                    service);
            if (!seen.isEmpty()
                    && seen.lines().allMatch(line -> line.startsWith("Running") && line.endsWith("@" + manifest))) {
                return;
            }
        }
        throw new IllegalStateException("service " + service + " does not run " + manifest + ": " + seen);
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
