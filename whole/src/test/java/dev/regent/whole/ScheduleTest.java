package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two servers on one database look at a registry when it is due: one of them, once, and later if
/// none was there.
class ScheduleTest {

    /// How long the registry takes to list what it has: no look is shorter.
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final List<Long> BEGUN = new CopyOnWriteArrayList<>();

    private static EmbeddedPostgres database;
    private static Path folder;
    private static RegistryDouble registry;
    private static RealServer first;
    private static RealServer second;
    private static Api throughFirst;
    private static Api throughSecond;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        World world = new World();
        new Builds(world, "looked/at").images(2);
        registry = RegistryDouble.serving(
                world,
                Behaviour.good()
                        .fault(Fault.meanwhile(_ -> BEGUN.add(System.nanoTime()))
                                .on(CallKind.CATALOG))
                        .fault(Fault.slow(SLOW).on(CallKind.CATALOG)));
        Watched watched = new Watched().registry("main", registry.url(), "every: 7d, " + Watched.UNUSED);
        folder = watched.folder();
        Path config = watched.write();
        database = EmbeddedPostgres.start(folder.resolve("postgres"));
        String url = "postgresql://" + database.user() + ":" + database.password() + "@127.0.0.1:" + database.port()
                + "/regent";
        RealServer.Options shared = RealServer.Options.USUAL
                .with("REGENT_DATABASE_URL", url)
                .with("REGENT_AUDIT_KEY_FILE", folder.resolve("audit-key").toString());
        first = RealServer.start(config, shared);
        second = RealServer.start(config, shared);
        throughFirst = new Api(first.url(), first.token());
        throughSecond = new Api(second.url(), first.token());
        Awaited.until(() -> looked(throughFirst) > 0);
    }

    @AfterAll
    static void stop() {
        for (RealServer server : new RealServer[] {first, second}) {
            if (server != null) {
                server.close();
            }
        }
        if (database != null) {
            database.close();
        }
        registry.close();
    }

    @Test
    void looksOnceAtATimeHoweverOftenBothAreAskedTo() throws IOException, InterruptedException {
        int before = BEGUN.size();

        Awaited.until(() -> {
            for (Api api : List.of(throughFirst, throughSecond)) {
                api.post("/registries/main/look", Map.of()).with(202);
            }
            return BEGUN.size() >= before + 4;
        });

        for (int look = 1; look < BEGUN.size(); look++) {
            assertThat(Duration.ofNanos(BEGUN.get(look) - BEGUN.get(look - 1)))
                    .as("look %d began while the one before it was under way", look)
                    .isGreaterThanOrEqualTo(SLOW);
        }
    }

    @Test
    void looksOnceAtWhatWasMissedWhileNoServerRan() throws IOException, InterruptedException, SQLException {
        Awaited.until(() -> nextAt().isAfter(Instant.now().plus(Duration.ofDays(1))));
        first.terminate();
        second.terminate();
        int before = BEGUN.size();
        new OwnDatabase(folder).execute("update scheduled_tasks set execution_time = now() - interval '30 days'");

        first.restart();
        second.restart();

        int lookedBefore = looked(throughFirst);
        Awaited.until(() -> BEGUN.size() > before);
        Awaited.until(() -> nextAt().isAfter(Instant.now().plus(Duration.ofDays(1))));
        assertThat(BEGUN).hasSize(before + 1);
        assertThat(looked(throughSecond)).isBetween(lookedBefore, lookedBefore + 1);
    }

    @Test
    void takesUpALookWhoseServerWasKilled() throws IOException, InterruptedException {
        second.terminate();
        int before = BEGUN.size();
        Awaited.until(() -> {
            throughFirst.post("/registries/main/look", Map.of()).with(202);
            return BEGUN.size() > before;
        });
        first.kill9();
        try {
            second.restart();
            int looked = looked(throughSecond);
            Awaited.until(() -> looked(throughSecond) > looked);
        } finally {
            first.restart();
        }
        assertThat(BEGUN).hasSizeGreaterThan(before + 1);
    }

    private static int looked(Api api) throws IOException, InterruptedException {
        return api.get("/audit?limit=1000&action=registry.looked")
                .with(200)
                .path("items")
                .size();
    }

    private static Instant nextAt() throws IOException, InterruptedException {
        return Instant.parse(throughFirst
                .get("/sources")
                .with(200)
                .path("items")
                .path(0)
                .path("nextAt")
                .asText());
    }
}
