package dev.regent.connect.docker;

import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.docker.SwarmSourceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A real engine that manages a Swarm of one node, over TCP.
final class RealSwarmTest extends SwarmSourceContract {

    private static RealScenes scenes;

    @BeforeAll
    static void start(@TempDir Path storage) throws InterruptedException {
        scenes = RealScenes.start(storage);
        scenes.engine().initSwarm();
    }

    @AfterAll
    static void close() {
        if (scenes != null) {
            scenes.close();
        }
    }

    @Override
    protected EnvironmentSource source() {
        return scenes.over(scenes.engine().tcp());
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

    @Override
    protected Rollout rollOut(String service) throws InterruptedException {
        return scenes.rollOut(service);
    }
}
