package dev.regent.testkit.demo;

import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;

/// A registry of a small company, the Swarm that runs its images, and its retention policy, for newcomers to look at.
/// Both answer over HTTP on loopback until this is closed.
public final class DemoEstate implements AutoCloseable {

    private final RegistryDouble registry;
    private final EngineDouble engine;
    private final Path policy;
    private final Instant now;

    private DemoEstate(Instant now) throws IOException {
        World world = new World();
        DemoRegistry images = new DemoRegistry(world, now);
        images.fill();
        this.now = now;
        this.registry = RegistryDouble.serving(world, Behaviour.distribution());
        EngineWorld running = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);
        new DemoWorkloads(running, registry.host(), images).deploy();
        this.engine = EngineDouble.of(running);
        this.policy = Files.createTempFile("regent-demo-", ".yaml");
        try (InputStream text = Objects.requireNonNull(DemoEstate.class.getResourceAsStream("retention.yaml"))) {
            Files.copy(text, policy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Starts it.
    ///
    /// @param now the day of the estate: its images are as old as they are then
    public static DemoEstate start(Instant now) {
        try {
            return new DemoEstate(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI registry() {
        return registry.url();
    }

    public URI engine() {
        return engine.tcp();
    }

    /// A file; it goes when this is closed.
    public Path policy() {
        return policy;
    }

    public Instant now() {
        return now;
    }

    @Override
    public void close() throws IOException {
        registry.close();
        engine.close();
        Files.deleteIfExists(policy);
    }
}
