package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.regent.act.Execution.End;
import dev.regent.act.KeptManifest;
import dev.regent.act.Outcome;
import dev.regent.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UndoShelfTest {

    private static final Duration DAY = Duration.ofDays(1);

    private TestDatabase fresh;
    private Desk desk;
    private String execution;
    private JournalOfExecution journal;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), new ShelfLimits(10, DAY));
        execution = desk.execution("main", "a", 3);
        journal = desk.journals.of(desk.lease("main", "holder", execution));
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void givesBackAllOfAManifest() throws Exception {
        KeptManifest kept = Desk.manifest("{\"a\":1}");

        assertThat(journal.keep(1, kept)).isEmpty();
        assertThat(journal.keep(1, kept)).isEmpty();

        assertThat(journal.kept(1)).contains(kept);
        assertThat(journal.kept(0)).isEmpty();
        assertThat(desk.shelf.keptOf(execution)).containsExactly(new UndoShelf.KeptStep(1, kept));
        assertThat(desk.shelf.window(execution).orElseThrow().bytes()).isEqualTo(7);
    }

    @Test
    void keepsAContentOnce() throws Exception {
        journal.keep(0, Desk.manifest("1234567"));
        journal.keep(1, Desk.manifest("1234567"));

        assertThat(desk.shelf.bytes()).isEqualTo(7);
        assertThat(desk.shelf.keptOf(execution)).hasSize(2);
    }

    @Test
    void refusesWhatFindsNoRoom() throws Exception {
        journal.keep(0, Desk.manifest("1234567"));

        assertThat(journal.keep(1, Desk.manifest("7654")).orElseThrow())
                .contains("the undo shelf is full: it may hold 10 bytes, has room for 3,")
                .endsWith("has 4; raise its limit, or wait until something expires");
        assertThat(journal.keep(1, Desk.manifest("765"))).isEmpty();
        assertThat(desk.shelf.bytes()).isEqualTo(10);
    }

    @Test
    void makesRoomByWhatIsOutOfTime() throws Exception {
        journal.keep(0, Desk.manifest("1234567"));
        journal.finish(new End.Done());
        desk.execute("update kept_manifests set expires_at = clock_timestamp() - interval '1 second'");
        desk.lapse("main");
        String next = desk.execution("main", "b", 1);

        assertThat(desk.journals.of(desk.lease("main", "holder", next)).keep(0, Desk.manifest("12345678")))
                .isEmpty();

        assertThat(desk.shelf.bytes()).isEqualTo(8);
        assertThat(desk.shelf.window(execution)).isEmpty();
    }

    @Test
    void dropsWhatIsOutOfTimeButNothingThatGoesOn() throws Exception {
        journal.keep(0, Desk.manifest("1234567"));
        journal.keep(1, Desk.manifest("12"));
        Instant now = desk.database.now();
        assertThat(desk.shelf.expire(now.plus(DAY.multipliedBy(2)))).isEqualTo(new UndoShelf.Dropped(0, 0));
        journal.finish(new End.Done());

        assertThat(desk.shelf.expire(now.plus(DAY.dividedBy(2)))).isEqualTo(new UndoShelf.Dropped(0, 0));
        assertThat(desk.shelf.expire(now.plus(DAY.multipliedBy(2)))).isEqualTo(new UndoShelf.Dropped(2, 9));
        assertThat(desk.shelf.bytes()).isZero();
    }

    @Test
    void listsWhatCanBePutBack() throws Exception {
        journal.keep(0, Desk.manifest("123"));
        journal.keep(1, Desk.manifest("456"));
        journal.keep(2, Desk.manifest("789"));
        journal.begin(0, Set.of());
        journal.end(0, new Outcome(Outcome.Result.DONE, ""));
        journal.begin(1, Set.of());
        journal.end(2, new Outcome(Outcome.Result.SKIPPED, "used"));

        assertThat(desk.shelf.list(Page.Request.FIRST).items())
                .extracting(ShelfItem::registry, ShelfItem::step, ShelfItem::outcome, ShelfItem::bytes)
                .containsExactly(tuple("main", 1, "begun", 3L), tuple("main", 0, "done", 3L));
    }

    @Test
    void listsWhatMayHaveGoneAndNothingThatIsKnownToBeThere() throws Exception {
        journal.keep(0, Desk.manifest("123"));
        journal.keep(1, Desk.manifest("456"));
        journal.end(0, new Outcome(Outcome.Result.FAILED, "no answer", false));
        journal.end(1, new Outcome(Outcome.Result.FAILED, "refused with 405"));

        assertThat(desk.shelf.list(Page.Request.FIRST).items())
                .extracting(ShelfItem::step, ShelfItem::outcome)
                .containsExactly(tuple(0, "failed"));
        assertThat(desk.executions.steps(execution))
                .extracting(ExecutionStep::mayHaveHappened)
                .containsExactly(true, false, false);
    }

    @Test
    void refusesAContentThatWasChangedBehindItsBack() throws Exception {
        journal.keep(0, Desk.manifest("123"));

        desk.execute("update kept_contents set bytes = 'abc'::bytea");

        assertThatThrownBy(() -> desk.shelf.keptOf(execution)).isInstanceOf(ChangedRowException.class);
        assertThatThrownBy(() -> journal.kept(0)).hasMessageContaining("was changed in the database");
    }
}
