package dev.regent.connect.storage;

import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistrySource;
import dev.regent.testkit.registry.RegistrySourceContract;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// From the volume.
final class StoredRegistryTest extends RegistrySourceContract {

    private Path volume = Path.of("unset");

    @BeforeEach
    void keep(@TempDir Path folder) {
        volume = folder;
    }

    @Override
    protected RegistrySource over(World world) throws IOException {
        VolumeWriter.write(world, volume);
        return new StoredRegistry(new RegistryIdentity("main", true, Set.of()), volume, _ -> true);
    }

    @Override
    protected boolean seesUntagged() {
        return true;
    }
}
