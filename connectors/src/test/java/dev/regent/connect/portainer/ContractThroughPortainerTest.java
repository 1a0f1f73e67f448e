package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentSource;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// What an engine says through Portainer is what it says itself.
final class ContractThroughPortainerTest extends EnvironmentSourceContract {

    private static final String REGISTRY = "registry.example:5000/team/";

    private final Scenes scenes = new Scenes(Edition.CE_2_23);
    private final EngineWorld engine = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE);

    ContractThroughPortainerTest() {
        scenes.world().environment("host", 1, scenes.serve(engine).tcp());
    }

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.unexpected()).isEmpty();
    }

    @Override
    protected EnvironmentSource source() {
        try {
            return Optional.ofNullable(scenes.list().environments().get("p/host"))
                    .orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Deployed pull(String repository, String content) {
        String reference = REGISTRY + repository + ":stable";
        Deployed image =
                new Deployed(reference, Scenes.digest("manifest " + content), Scenes.digest("config " + content));
        engine.pull(reference, image.manifest(), image.manifest(), image.config());
        return image;
    }

    @Override
    protected Deployed run(String container) {
        Deployed image = pull(container, container);
        engine.run(container, image.reference(), "running");
        return image;
    }

    @Override
    protected Deployed runFromATagThatMovesThen(String container) {
        Deployed image = run(container);
        pull(container, "moved");
        return image;
    }

    @Override
    protected Deployed create(String container) {
        Deployed image = pull(container, container);
        engine.run(container, image.reference(), "created");
        return image;
    }

    @Override
    protected Deployed runByDigest(String container) {
        Deployed image = pull(container, container);
        pull(container, "other");
        engine.run(container, REGISTRY + container + "@" + image.manifest(), "running");
        return image;
    }
}
