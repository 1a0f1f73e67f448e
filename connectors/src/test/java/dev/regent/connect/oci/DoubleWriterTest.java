package dev.regent.connect.oci;

import dev.regent.act.RegistryProbe;
import dev.regent.act.RegistryWriter;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.RegistryWriterContract;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Over `/v2/`, against the double.
final class DoubleWriterTest extends RegistryWriterContract {

    private final List<Opened> opened = new ArrayList<>();

    private record Opened(RegistryDouble registry, Writing writing) implements Peer {
        @Override
        public RegistryProbe probe() {
            return writing.probe();
        }

        @Override
        public RegistryWriter writer() {
            return writing.writer();
        }

        @Override
        public void collectGarbage() {
            registry.collectGarbage();
        }

        @Override
        public void restart() {
            registry.forgetCache();
        }
    }

    @AfterEach
    void close() {
        for (Opened one : opened) {
            one.writing().close();
            one.registry().close();
        }
    }

    @Override
    protected Peer over(World world) {
        RegistryDouble registry =
                RegistryDouble.serving(world, Behaviour.distribution().writes(Writes.BY_DIGEST));
        Opened one = new Opened(registry, Writing.at(registry.url()));
        opened.add(one);
        return one;
    }
}
