package dev.regent.connect.docker;

import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.docker.EnvironmentSourceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A real engine outside a Swarm, over its socket.
final class RealEngineTest extends EnvironmentSourceContract {

    private static RealScenes scenes;

    @BeforeAll
    static void start(@TempDir Path storage) throws InterruptedException {
        scenes = RealScenes.start(storage);
    }

    @AfterAll
    static void close() {
        if (scenes != null) {
            scenes.close();
        }
    }

    @Override
    protected EnvironmentSource source() {
        return scenes.over(scenes.engine().unix());
    }

    @Override
    protected Deployed run(String container) throws InterruptedException {
        return scenes.run(container);
    }

    @Override
    protected Deployed runFromATagThatMovesThen(String container) throws InterruptedException {
        Deployed image = scenes.run(container);
        scenes.push(container, "moved");
        return image;
    }

    @Override
    protected Deployed create(String container) throws InterruptedException {
        return scenes.create(container);
    }

    @Override
    protected Deployed runByDigest(String container) throws InterruptedException {
        return scenes.runByDigest(container);
    }
}
