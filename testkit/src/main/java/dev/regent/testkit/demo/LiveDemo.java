package dev.regent.testkit.demo;

import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// A made-up company whose registry, Swarm, build host and Portainer go on living: with each [#step] something
/// is pushed, deployed, rolled back or signed, and now and then somebody isn't heard. All of it
/// answers over HTTP on loopback until this is closed, and lets manifests be deleted and put.
///
/// It has no thread and no clock: who owns it calls [#step] every few seconds, one call at a time
/// and not more than one a second, since a step is a second of its time.
public final class LiveDemo implements AutoCloseable {

    private final RegistryDouble registry;
    private final LiveEngine production;
    private final LiveEngine buildHost;
    private final LivePortainer portainer;
    private final LiveScript script;
    private final Path configuration;

    private LiveDemo(Path folder, Instant now, long seed) throws IOException {
        Random random = new Random(seed);
        World world = new World();
        world.pretend();
        LiveImages images = new LiveImages(world, random);
        images.fill(now);
        this.production = new LiveEngine(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);
        this.buildHost = new LiveEngine(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE);
        this.registry = RegistryDouble.serving(world, LiveScript.WELL);
        this.portainer = new LivePortainer(images, random);
        this.script = new LiveScript(registry, images, production, buildHost, portainer, now, random);
        script.deploy();
        this.configuration = folder.resolve("regent.yaml");
        write(folder);
    }

    /// Starts it.
    ///
    /// @param folder gets `regent.yaml` and, where there is none yet, `policies/friendly.yaml`;
    ///     made if missing
    /// @param now when its year ends
    /// @param seed the same seed and the same `now` give the same images and the same story
    public static LiveDemo start(Path folder, Instant now, long seed) {
        try {
            return new LiveDemo(folder, now, seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The configuration for `up`: it names what answers here.
    public Path configuration() {
        return configuration;
    }

    /// Where the registry answers.
    public URI registry() {
        return registry.url();
    }

    /// The addresses of the engines that stand alone, by the names of their environments.
    public Map<String, URI> environments() {
        return Map.of("production", production.tcp(), "build-host", buildHost.tcp());
    }

    /// The next thing happens.
    public void step() {
        script.step();
    }

    private void write(Path folder) throws IOException {
        Path policies = Files.createDirectories(folder.resolve("policies"));
        Path policy = policies.resolve("friendly.yaml");
        if (!Files.exists(policy)) {
            Files.writeString(policy, text("friendly.yaml"));
        }
        Files.writeString(
                configuration,
                text("regent.yaml")
                        .replace("REGISTRY", registry.url().toString())
                        .replace("PRODUCTION", production.tcp().toString())
                        .replace("BUILD-HOST", buildHost.tcp().toString())
                        .replace("PORTAINER", portainer.url().toString()));
        Path key = folder.resolve("portainer-key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, portainer.key());
    }

    private static String text(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(LiveDemo.class.getResourceAsStream(name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        registry.close();
        portainer.close();
        production.close();
        buildHost.close();
    }
}
