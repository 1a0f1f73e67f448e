package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SeveralServersTest extends KeptEstate {

    @Test
    void takesTurnsWhenTwoServersRecordAtOnce() throws Exception {
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<?>> both = List.of(two.submit(() -> recordMany(0)), two.submit(() -> recordMany(1)));
            for (Future<?> one : both) {
                one.get();
            }
        }
        estate.record(
                at(100), SeenRegistry.main().app("even=0", "odd=1", "both=7").observed());

        assertThat(pages.repositories("main").getFirst().tags()).isEqualTo(3);
        assertThat(brokenMoves()).isZero();
    }

    /// Moves that begin elsewhere than where the tag's move before ended.
    private long brokenMoves() {
        String sql = """
                select count(*)
                from (
                    select from_manifest, lag(to_manifest) over (partition by tag order by id) as before,
                        row_number() over (partition by tag order by id) as number
                    from tag_moves
                ) moves
                where number > 1 and from_manifest is distinct from before
                """;
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void waitsWhileAnotherServerRecordsTheSameRegistry() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<EstateStore.Recorded> recorded = database.inTransaction(handle -> {
                Lock.registry(handle, "main");
                Future<EstateStore.Recorded> waiting = other.submit(() ->
                        estate.record(at(0), SeenRegistry.main().app("1=1").observed()));
                while (!waiting.isDone() && waitingForLocks() == 0) {
                    Thread.onSpinWait();
                }
                assertThat(waiting.isDone()).isFalse();
                return waiting;
            });
            assertThat(recorded.get().applied()).isTrue();
        }
    }

    private long waitingForLocks() {
        String sql = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                + " and database = (select oid from pg_database where datname = current_database())";
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private void recordMany(int server) {
        for (int i = 0; i < 15; i++) {
            estate.record(
                    at(2 * i + server),
                    SeenRegistry.main()
                            .app("even=0", "odd=1", "both=" + (10 * i + server))
                            .observed());
        }
    }
}
