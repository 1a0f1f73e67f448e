package dev.regent.connect.oci;

import dev.regent.observe.RegistrySource;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.RegistrySourceContract;
import dev.regent.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Over `/v2/`, against the double.
final class DoubleRegistryTest extends RegistrySourceContract {

    private final List<RegistryDouble> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(RegistryDouble::close);
    }

    @Override
    protected RegistrySource over(World world) {
        RegistryDouble registry = RegistryDouble.serving(world, Behaviour.distribution());
        opened.add(registry);
        return Reader.of(registry).source();
    }

    @Override
    protected boolean seesUntagged() {
        return false;
    }
}
