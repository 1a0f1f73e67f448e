package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The configuration changes while the server runs, and what follows from it does at once.
class ReconfiguredTest {

    private static final String USUAL = "grace: 0s\n";
    private static final String WEEKLY = "every: 7d, " + Watched.UNUSED;

    private static RegistryDouble registry;
    private static Watched watched;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(world());
        watched = new Watched().registry("main", registry.url(), WEEKLY).rest(USUAL);
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
        Awaited.until(() -> heard("main").equals("yes"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    private static World world() {
        World world = new World();
        new Builds(world, "shop/web").images(2);
        new Builds(world, "tools/ci").images(1);
        new Builds(world, "old/thing").images(3);
        return world;
    }

    private static String heard(String name) throws IOException, InterruptedException {
        for (JsonNode source : api.get("/sources").with(200).path("items")) {
            if (source.path("name").asText().equals(name)) {
                return source.path("heard").asText();
            }
        }
        return "not there";
    }

    /// Tags by team; `nobody` stands for none.
    private static Map<String, Integer> tags() throws IOException, InterruptedException {
        Map<String, Integer> tags = new TreeMap<>();
        api.get("/estate/storage?by=team&registry=main")
                .with(200)
                .path("items")
                .forEach(item -> tags.merge(
                        item.path("name").asText("nobody"), item.path("tags").asInt(), Integer::sum));
        return tags;
    }

    @Test
    void givesRepositoriesToTeamsByPatternsFromTheMomentThatTheFileSaysSo() throws IOException, InterruptedException {
        assertThat(tags()).isEqualTo(Map.of("nobody", 6));

        watched.rest(USUAL + """
                ownership:
                  repositories:
                    - {registries: [main], repositories: ["shop/**"], team: shop}
                    - {repositories: ["tools/*", shop/web], team: platform}
                """).write();

        Awaited.value(ReconfiguredTest::tags, Map.of("shop", 2, "platform", 1, "nobody", 3)::equals);
        assertThat(api.get("/estate/growth?by=team&registry=main")
                        .with(200)
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactlyInAnyOrder("shop", "platform");
    }

    @Test
    void looksAtOnceAtARegistryWhoseAddressWasCorrectedAndAtANewOne() throws IOException, InterruptedException {
        URI gone;
        try (RegistryDouble closed = RegistryDouble.serving(new World())) {
            gone = closed.url();
        }
        try (RegistryDouble right = RegistryDouble.serving(world())) {
            watched.registry("mistyped", gone, WEEKLY).write();
            Awaited.until(() -> heard("mistyped").equals("no"));

            watched.registry("mistyped", right.url(), WEEKLY).write();

            Awaited.until(() -> heard("mistyped").equals("yes"));
        }
    }

    @Test
    void looksAtTheRightRegistryOnceALookAtTheWrongOneIsOver() throws IOException, InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        try (RegistryDouble wrong = RegistryDouble.serving(
                        new World(),
                        Behaviour.good().fault(Fault.heldUntil(released).on(CallKind.CATALOG)));
                RegistryDouble right = RegistryDouble.serving(world())) {
            watched.registry("moved", wrong.url(), WEEKLY).write();
            Awaited.until(() -> wrong.requests(CallKind.CATALOG) > 0);
            int before = changes();

            watched.registry("moved", right.url(), WEEKLY).write();
            Awaited.until(() -> changes() > before);
            released.countDown();

            Awaited.until(() -> right.requests(CallKind.CATALOG) > 0);
            Awaited.until(() -> heard("moved").equals("yes"));
        }
    }

    private static int changes() throws IOException, InterruptedException {
        return api.get("/audit?limit=1000&action=configuration.changed")
                .with(200)
                .path("items")
                .size();
    }
}
