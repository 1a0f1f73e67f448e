package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.ChangeFeed;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of an engine's events.
final class DockerChangesTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration AT_LAST = Duration.ofSeconds(30);

    private final DoubleScenes scenes = new DoubleScenes(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.engine().unexpected()).isEmpty();
    }

    private ChangeFeed feed() throws InterruptedException {
        return feed(scenes.engine().tcp());
    }

    private ChangeFeed feed(URI address) throws InterruptedException {
        return scenes.over(address).changes().orElseThrow();
    }

    /// The first change that isn't none.
    static Change next(ChangeFeed feed) throws InterruptedException {
        long deadline = System.nanoTime() + AT_LAST.toNanos();
        while (System.nanoTime() < deadline) {
            Change change = feed.await(Duration.ofSeconds(1));
            if (!(change instanceof Change.None)) {
                return change;
            }
        }
        throw new AssertionError("nothing was told within " + AT_LAST);
    }

    /// Returns when what happened in the second in which the feed was opened has been told.
    static void awaitQuiet(ChangeFeed feed) throws InterruptedException {
        long deadline = System.nanoTime() + AT_LAST.toNanos();
        Change told = feed.await(Duration.ofSeconds(2));
        while (!(told instanceof Change.None)) {
            assertThat(System.nanoTime()).as("still told: %s", told).isLessThan(deadline);
            told = feed.await(Duration.ofSeconds(2));
        }
    }

    static String looked(ChangeFeed feed) throws InterruptedException {
        long deadline = System.nanoTime() + AT_LAST.toNanos();
        while (System.nanoTime() < deadline) {
            if (next(feed) instanceof Change.Look(var what)) {
                return what;
            }
        }
        throw new AssertionError("no look was asked for within " + AT_LAST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThatAContainerWasStarted(boolean socket) throws InterruptedException {
        Deployed image = scenes.pull("web", "web", EngineWorld.Store.CLASSIC);
        try (ChangeFeed feed =
                feed(socket ? scenes.engine().unix() : scenes.engine().tcp())) {
            awaitQuiet(feed);

            scenes.world().run("web", image.reference(), "running");

            assertThat(looked(feed)).isEqualTo("container web: create, container web: start");
        }
    }

    @Test
    void tellsWhatHappenedWhileNobodyWaited() throws InterruptedException {
        try (ChangeFeed feed = feed()) {
            feed.await(Duration.ZERO);
            scenes.world().happened("service", "update", "api", Map.of());
            assertThat(looked(feed)).contains("service api: update");
        }
    }

    @Test
    void saysNothingOfWhatConcernsNoImage() throws InterruptedException {
        try (ChangeFeed feed = feed()) {
            for (String action :
                    List.of("exec_create: sh -c true", "exec_die", "health_status: healthy", "attach", "kill")) {
                scenes.world().happened("container", action, "web", Map.of());
            }
            scenes.world().happened("network", "create", "web", Map.of());
            scenes.world().happened("image", "push", "web", Map.of());

            assertThat(feed.await(SOON)).isEqualTo(new Change.None());
        }
    }

    @Test
    void asksForALookWhereTheEngineDroppedEvents() throws InterruptedException {
        try (ChangeFeed feed = feed()) {
            awaitQuiet(feed);
            for (int i = 0; i < 300; i++) {
                scenes.world().happened("container", "exec_start", "web", Map.of());
            }
            assertThat(looked(feed)).startsWith("some events of ").contains(" were lost");
        }
    }

    @Test
    void isDeafWhileTheEngineIsAwayAndAsksForALookWhenItIsBack() throws InterruptedException {
        try (ChangeFeed feed = feed()) {
            scenes.engine().trouble("/events", new Trouble.Refusal(403, "not today"));

            assertThat(next(feed))
                    .isInstanceOfSatisfying(
                            Change.Deaf.class,
                            deaf -> assertThat(deaf.why())
                                    .startsWith("hear changes of tcp://127.0.0.1:")
                                    .contains("answered 403 (not today)")
                                    .contains("allow GET /events"));
            scenes.engine().heal("/events");

            assertThat(looked(feed)).contains("can be heard again");
        }
    }

    @Test
    void isDeafWhereNoEngineListensAndGoesOnTrying() throws InterruptedException {
        try (ChangeFeed feed = feed(URI.create("unix:///nowhere/docker.sock"))) {
            assertThat(next(feed)).isInstanceOf(Change.Deaf.class);
            assertThat(next(feed)).isInstanceOf(Change.Deaf.class);
        }
    }

    @Test
    void endsWhoWaitsWhenItIsClosed() throws InterruptedException {
        BlockingQueue<Change> told = new ArrayBlockingQueue<>(1);
        ChangeFeed feed = feed();
        Thread.ofVirtual().start(() -> {
            try {
                told.add(feed.await(Duration.ofHours(1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        feed.close();

        assertThat(told.poll(AT_LAST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new Change.Deaf("closed"));
    }

    @Test
    void tellsNoLabelThatAnEventCarries() throws InterruptedException {
        try (ChangeFeed feed = feed()) {
            awaitQuiet(feed);
            scenes.world().happened("container", "start", "web", Map.of("password", "canary", "image", "canary"));

            assertThat(looked(feed)).isEqualTo("container web: start");
        }
    }
}
