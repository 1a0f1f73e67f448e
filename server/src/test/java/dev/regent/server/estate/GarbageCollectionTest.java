package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryCredentials;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.engine.config.RegistryRole;
import dev.regent.oci.Digest;
import dev.regent.policy.Glob;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    private GarbageCollection collection() {
        return GarbageCollection.of(registry("main", Optional.of(Path.of("/srv"))), database);
    }

    @Test
    void countsWhatWasDeletedInThisRegistry() {
        execution("one", "main", 700, 20);
        execution("other", "other", 50);

        GarbageCollection collection = collection();

        assertThat(collection.wouldFreeBytes()).isEqualTo(720);
        assertThat(collection.exact()).isTrue();
        assertThat(collection.waits()).singleElement().asString().startsWith("execution one can be undone until ");
    }

    @Test
    void goesOnCountingWhatCanNoLongerBeUndone() {
        execution("one", "main", 700, 20);
        change("update kept_manifests set expires_at = now() - interval '1 day'");

        assertThat(collection().wouldFreeBytes()).isEqualTo(720);
        assertThat(collection().exact()).isFalse();
        assertThat(collection().waits()).isEmpty();
    }

    @Test
    void countsNothingThatWasUndone() {
        execution("one", "main", 700, 20);
        change("""
                insert into executions (id, kind, undoes, registry, by_whom, reason, events, event)
                    values ('undo', 'undo', 'one', 'main', 'ann', '', 0, 0);
                insert into execution_steps
                        (execution, number, kind, repository, digest, tags, closure, bytes, state, outcome, event)
                    select 'undo', number, 'restore-manifest', repository, digest, '{}', closure, 0, 'ended',
                        case number when 0 then 'done' else 'failed' end, 0
                    from execution_steps where execution = 'one'
                """);

        assertThat(collection().wouldFreeBytes()).isEqualTo(20);
        assertThat(collection().exact()).isFalse();
    }

    @Test
    void countsNothingThatSomebodyPushedAgain() {
        execution("one", "main", 700, 20);
        change("""
                insert into registries (name, hosts, kind, first_seen) values ('main', '{}', 'registry', now());
                insert into repositories (registry, name, first_seen, looked_at)
                    select id, 'a', now(), now() from registries;
                insert into manifests (registry, digest, first_seen)
                    select registries.id, digest, now() from registries, execution_steps where number = 0;
                insert into repository_manifests (repository, manifest, first_seen, ever_tagged, arrived_at, deleted_at)
                    select repositories.id, manifests.id, now(), true, now(), now() from repositories, manifests
                """);

        assertThat(collection().wouldFreeBytes()).isEqualTo(20);
        assertThat(collection().exact()).isFalse();
    }

    /// A later step's bytes are those that it adds to the steps before it.
    @Test
    void isNotExactWhereAStepWasSkipped() {
        execution("one", "main", 700, 20);
        change("update execution_steps set outcome = 'skipped', detail = 'used' where number = 0");

        assertThat(collection().wouldFreeBytes()).isEqualTo(20);
        assertThat(collection().exact()).isFalse();
    }

    @Test
    void countsWhatMayHaveGoneAndIsNotExactThen() {
        execution("one", "main", 700, 20);
        change("update execution_steps set outcome = 'failed', detail = 'no answer', known = number <> 0");

        assertThat(collection().wouldFreeBytes()).isEqualTo(700);
        assertThat(collection().exact()).isFalse();
    }

    @Test
    void countsOnceWhatWasDeletedTwice() {
        execution("one", "main", 700);
        execution("two", "main", 700);
        change("update execution_steps set digest = '" + DIGEST + "'");

        assertThat(collection().wouldFreeBytes()).isEqualTo(700);
        assertThat(collection().exact()).isTrue();
    }

    @Test
    void neverRecommendsToDeleteWhatIsUntagged() {
        assertThat(GarbageCollection.of(registry("main", Optional.empty()), database)
                        .commands())
                .noneMatch(command -> command.contains("-m ") || command.contains("--delete-untagged"));
    }

    private void change(String sql) {
        database.useTransaction((Handle in) -> {
            // Its plan and its approval are of no matter here.
            in.execute("set local session_replication_role = replica");
            in.createScript(sql).execute();
        });
    }

    /// All of a plan, done and kept for undoing.
    ///
    /// @param bytes of its steps
    private void execution(String id, String registry, long... bytes) {
        change("""
                insert into plans (digest, registries, policies, steps, reclaim_bytes, reclaim_exact, proposer, made_at,
                        expires, manifests, unmet, sources, state, content_sha256)
                    values ('%1$s', '{}', '{}', %3$d, 0, true, 'ann', now(), now(), 0, '{}', '[]', 'carried-out', '');
                insert into executions (id, kind, plan, approval, registry, by_whom, reason, events, event)
                    values ('%1$s', 'apply', '%1$s', 'a', '%2$s', 'ann', '', 0, 0)
                """.formatted(id, registry, bytes.length));
        for (int number = 0; number < bytes.length; number++) {
            change("""
                    insert into execution_steps
                            (execution, number, kind, repository, digest, tags, closure, bytes, state, outcome, event)
                        values ('%1$s', %2$d, 'delete-manifest', 'a', '%3$s', '{}', '%3$s', %4$d, 'ended', 'done', 0);
                    insert into kept_manifests (execution, step, repository, digest, media_type, tags, blob_types,
                            blob_digests, blob_sizes, children, closure, expires_at)
                        values ('%1$s', %2$d, 'a', '%3$s', 'm', '{}', '{}', '{}', '{}', '{}', '%3$s',
                            now() + interval '1 day')
                    """.formatted(id, number, Digest.sha256((id + number).getBytes(StandardCharsets.UTF_8)), bytes[number]));
        }
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
