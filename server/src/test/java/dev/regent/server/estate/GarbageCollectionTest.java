package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryCredentials;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.engine.config.RegistryRole;
import dev.regent.policy.Glob;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectionTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private TestDatabase test;
    private Database database;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        database = test.database();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whereNothingWasDeletedNothingIsFreed() {
        GarbageCollection collection = GarbageCollection.of(registry("main", Optional.empty()), database);

        assertThat(collection.wouldFreeBytes()).isZero();
        assertThat(collection.waits()).isEmpty();
    }

    @Test
    void onlyFromAVolumeAreBytesExact() {
        assertThat(GarbageCollection.of(registry("main", Optional.empty()), database)
                        .exact())
                .isFalse();
        assertThat(GarbageCollection.of(registry("main", Optional.of(Path.of("/srv"))), database)
                        .exact())
                .isTrue();
    }

    @Test
    void countsWhatWasDeletedInThisRegistryAndCanBeUndone() {
        execution("one", "main", "now() + interval '1 day'");
        execution("two", "main", "now() - interval '1 day'");
        execution("other", "other", "now() + interval '1 day'");

        GarbageCollection collection = GarbageCollection.of(registry("main", Optional.empty()), database);

        assertThat(collection.wouldFreeBytes()).isEqualTo(700);
        assertThat(collection.waits()).singleElement().asString().startsWith("execution one can be undone until ");
    }

    @Test
    void neverRecommendsToDeleteWhatIsUntagged() {
        assertThat(GarbageCollection.of(registry("main", Optional.empty()), database)
                        .commands())
                .noneMatch(command -> command.contains("-m ") || command.contains("--delete-untagged"));
    }

    /// One done step of 700 bytes and one that failed, kept for undoing.
    private void execution(String id, String registry, String until) {
        database.useTransaction((Handle in) -> {
            // Its plan and its approval are of no matter here.
            in.execute("set local session_replication_role = replica");
            in.execute(
                    "insert into executions (id, kind, undoes, registry, by_whom, reason, events, event) values (?, 'undo',"
                            + " 'x', ?, 'ann', '', 0, 0)",
                    id,
                    registry);
            in.execute("""
                    insert into execution_steps
                        (execution, number, kind, repository, digest, tags, closure, bytes, state, outcome, event)
                    values (?, 0, 'delete-manifest', 'a', ?, '{}', ?, 700, 'ended', 'done', 0),
                        (?, 1, 'delete-manifest', 'a', ?, '{}', ?, 50, 'ended', 'failed', 0)
                    """, id, DIGEST, DIGEST, id, DIGEST, DIGEST);
            in.execute("""
                    insert into kept_manifests (execution, step, repository, digest, media_type, tags, blob_types,
                        blob_digests, blob_sizes, children, closure, expires_at)
                    values (?, 0, 'a', ?, 'm', '{}', '{}', '{}', '{}', '{}', ?, %s)
                    """.formatted(until), id, DIGEST, DIGEST);
        });
    }

    private static RegistryConfig registry(String name, Optional<Path> storage) {
        return new RegistryConfig(
                name,
                URI.create("http://registry.example"),
                storage,
                List.of(),
                RegistryRole.PRIMARY,
                new RegistryCredentials.None(),
                new RegistryEnvironments.Unsaid(),
                false,
                Optional.empty(),
                List.of(Glob.parse("**")),
                Optional.empty(),
                false,
                Set.of(),
                Duration.ofMinutes(15));
    }
}
