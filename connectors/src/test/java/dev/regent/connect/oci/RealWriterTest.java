package dev.regent.connect.oci;

import dev.regent.act.RegistryProbe;
import dev.regent.act.RegistryWriter;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.registry.RegistryWriterContract;
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
final class RealWriterTest extends RegistryWriterContract {

    private final List<Opened> opened = new ArrayList<>();
    private Path volume = Path.of("unset");

    private record Opened(RealRegistry registry, Writing writing) implements Peer {
        @Override
        public RegistryProbe probe() {
            return writing.probe();
        }

        @Override
        public RegistryWriter writer() {
            return writing.writer();
        }

        @Override
        public void collectGarbage() throws InterruptedException {
            registry.garbageCollectWhileServing();
        }

        @Override
        public void restart() throws InterruptedException {
            registry.restart();
        }
    }

    @BeforeEach
    void prepare(@TempDir Path folder) {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        volume = folder;
    }

    @AfterEach
    void close() {
        for (Opened one : opened) {
            one.writing().close();
            one.registry().close();
        }
    }

    @Override
    protected Peer over(World world) throws IOException, InterruptedException {
        VolumeWriter.write(world, volume);
        RealRegistry registry = RealRegistry.start(volume);
        Opened one = new Opened(registry, Writing.at(registry.uri()));
        opened.add(one);
        return one;
    }
}
