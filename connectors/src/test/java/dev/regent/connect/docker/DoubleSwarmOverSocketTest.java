package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.SwarmSourceContract;
import org.junit.jupiter.api.AfterEach;

/// A manager with containerd's store, over a Unix socket.
final class DoubleSwarmOverSocketTest extends SwarmSourceContract {

    private static final EngineWorld.Store STORE = EngineWorld.Store.CONTAINERD;

    private final DoubleScenes scenes = new DoubleScenes(STORE, EngineWorld.Swarm.MANAGER);

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.engine().unexpected()).isEmpty();
    }

    @Override
    protected EnvironmentSource source() {
        return scenes.over(scenes.engine().unix());
    }

    @Override
    protected Deployed run(String container) {
        Deployed image = scenes.pull(container, container, STORE);
        scenes.world().run(container, image.reference(), "running");
        return image;
    }

    @Override
    protected Deployed runFromATagThatMovesThen(String container) {
        Deployed image = run(container);
        scenes.pull(container, "moved", STORE);
        return image;
    }

    @Override
    protected Deployed create(String container) {
        Deployed image = scenes.pull(container, container, STORE);
        scenes.world().run(container, image.reference(), "created");
        return image;
    }

    @Override
    protected Deployed runByDigest(String container) {
        Deployed image = scenes.pull(container, container, STORE);
        scenes.pull(container, "other", STORE);
        String repository = DoubleScenes.REGISTRY + container;
        scenes.world().run(container, repository + "@" + image.manifest(), "running");
        return image;
    }

    @Override
    protected Rollout rollOut(String service) {
        return scenes.rollOut(service, STORE);
    }
}
