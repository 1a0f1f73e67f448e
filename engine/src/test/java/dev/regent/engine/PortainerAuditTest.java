package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.regent.engine.report.AuditReport;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Stack;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way, with what one Portainer leads to as environments.
class PortainerAuditTest {

    @TempDir
    Path folder;

    private final EngineWorld running = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE);
    private final PortainerWorld world = new PortainerWorld(Edition.CE_2_23);
    private EngineDouble engine;
    private PortainerDouble portainer;
    private RegistryDouble registry;

    @BeforeEach
    void start() {
        engine = EngineDouble.of(running);
        portainer = PortainerDouble.of(world);
        registry = RegistryDouble.serving(new World(), Behaviour.distribution());
        Digest digest = Digest.sha256("web".getBytes(StandardCharsets.UTF_8));
        running.pull("registry.example/web:1", digest, digest, digest);
        running.run("web", "registry.example/web:1", "running");
        int host = world.environment("production", 1, engine.tcp());
        world.environment("lab", 3);
        world.stack(new Stack(
                1,
                "shop",
                2,
                host,
                false,
                Map.of("TAG", "2"),
                Optional.of("services: {web: {image: \"registry.example/web:$TAG\"}}"),
                Optional.empty(),
                List.of(),
                Set.of()));
    }

    @AfterEach
    void close() {
        registry.close();
        portainer.close();
        engine.close();
        assertThat(portainer.unexpected()).isEmpty();
        assertThat(engine.unexpected()).isEmpty();
    }

    private AuditRequest request(Map<String, Path> tokens) {
        return AuditRequest.of(registry.url().toString())
                .withEnvironments(Map.of("p", URI.create("portainer+" + portainer.base())))
                .withAccess(new AuditRequest.Access(
                        Optional.empty(), Optional.empty(), false, Set.of(), tokens, Duration.ofSeconds(10)));
    }

    private static AuditReport run(AuditRequest request) throws Exception {
        return new Audit(Map.of(), InstantSource.system()).run(request, Progress.SILENT);
    }

    @Test
    void oneEntryStandsForAllEnvironments() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), PortainerWorld.ADMINISTRATOR_KEY + "\n");

        AuditReport report = run(request(Map.of("p", key)));

        assertThat(report.toString())
                .contains("p/production", "p/lab", "Azure Container Instances")
                .doesNotContain(PortainerWorld.CANARY);
    }

    @Test
    void aKeyIsWanted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(request(Map.of())))
                .withMessageContaining("Portainer wants an API key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(request(Map.of("p", folder.resolve("none")))))
                .withMessageContaining("can't be read (NoSuchFileException)");
    }
}
