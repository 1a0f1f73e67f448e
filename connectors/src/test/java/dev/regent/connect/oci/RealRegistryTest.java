package dev.regent.connect.oci;

import dev.regent.observe.RegistrySource;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.registry.RegistrySourceContract;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Over `/v2/`, against CNCF Distribution on a volume.
final class RealRegistryTest extends RegistrySourceContract {

    private final List<RealRegistry> opened = new ArrayList<>();
    private Path volume = Path.of("unset");

    @BeforeEach
    void prepare(@TempDir Path folder) {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        volume = folder;
    }

    @AfterEach
    void close() {
        opened.forEach(RealRegistry::close);
    }

    @Override
    protected RegistrySource over(World world) throws IOException, InterruptedException {
        VolumeWriter.write(world, volume);
        RealRegistry registry = RealRegistry.start(volume);
        opened.add(registry);
        return Reader.at(registry.uri()).source();
    }

    @Override
    protected boolean seesUntagged() {
        return false;
    }
}
