package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Execution.End;
import dev.regent.act.Journal;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.Outcome;
import dev.regent.act.StepState;
import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.store.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JournalOfExecutionTest {

    private static final Outcome DONE = new Outcome(Outcome.Result.DONE, "");

    private TestDatabase fresh;
    private Desk desk;
    private String execution;
    private JournalOfExecution journal;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), ShelfLimits.USUAL);
        execution = desk.execution("main", "a", 3);
        journal = desk.journals.of(desk.lease("main", "holder-a", execution));
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void writesDownHowFarEachStepIs() throws Exception {
        journal.start();
        journal.begin(0, Set.of());
        journal.end(0, DONE);
        journal.begin(1, Set.of());
        journal.begin(1, Set.of());

        assertThat(desk.executions.states(execution))
                .containsExactly(new StepState.Ended(DONE), new StepState.Begun(), new StepState.Waiting());
        assertThat(desk.executions.steps(execution))
                .extracting(ExecutionStep::attempts)
                .containsExactly(1, 2, 0);
        ExecutionHead head = desk.executions.head(execution).orElseThrow();
        assertThat(head.state()).isEqualTo(ExecutionState.RUNNING);
        assertThat(head.counts()).isEqualTo(new ExecutionHead.Counts(1, 0, 0, 0, 0, 2));
        assertThat(head.freedBytes()).isEqualTo(10);
    }

    @Test
    void knowsWhatWasThereBeforeAStepUntilItsEnd() throws Exception {
        assertThat(journal.before(0)).isEmpty();
        journal.begin(0, Set.of("v1"));
        journal.begin(0, Set.of("v1", "v2"));
        desk.execute("update execution_steps set others_at = others_at - interval '7 minutes'");

        Journal.Before before = journal.before(0).orElseThrow();
        assertThat(before.others()).containsExactlyInAnyOrder("v1", "v2");
        assertThat(before.ago().toMinutes()).isEqualTo(7);

        journal.end(0, DONE);
        assertThat(journal.before(0)).isEmpty();
    }

    /// With thousands of steps each would take longer than the last.
    @Test
    void countsNoOtherStepsToWriteOneDown() throws Exception {
        journal.start();
        long seen = desk.executions.head(execution).orElseThrow().event();
        journal.end(1, DONE);
        journal.end(2, DONE);
        // What they free together is more than fits, so that whoever adds it up fails.
        desk.execute("update execution_steps set bytes = 9223372036854775807 where number > 0");
        assertThatThrownBy(() -> desk.executions.head(execution)).isInstanceOf(JdbiException.class);
        assertThatThrownBy(() -> desk.executions.events(execution, 0)).isInstanceOf(JdbiException.class);

        assertThat(journal.stopWanted()).isEmpty();
        journal.begin(0, Set.of());
        journal.end(0, DONE);
        assertThat(desk.executions.events(execution, seen))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event).isInstanceOf(ExecutionEvent.OfStep.class));
    }

    /// Killed in between, nobody would know that it was our doing.
    @Test
    void notesADeletionInTheSameTransaction() throws Exception {
        journal.end(0, DONE);
        journal.end(1, new Outcome(Outcome.Result.FAILED, "no answer", false));
        journal.end(2, new Outcome(Outcome.Result.FAILED, "refused with 405"));

        assertThat(desk.database.inTransaction(
                        (Handle in) -> in.createQuery("""
                        select manifests.digest from repository_manifests
                        join manifests on manifests.id = repository_manifests.manifest where deleted_at is not null
                        """).mapTo(String.class).list()))
                .containsExactlyInAnyOrder(
                        Desk.digest("a.0").value(), Desk.digest("a.1").value());
    }

    @Test
    void recordsWhatAStepCameToInTheSameTransaction() throws Exception {
        journal.start();
        journal.end(2, new Outcome(Outcome.Result.SKIPPED, "used by web"));
        journal.end(2, new Outcome(Outcome.Result.SKIPPED, "used by web"));
        journal.finish(new End.Stopped("somebody said so"));

        List<Entry> entries = desk.record.list(0, 10);
        assertThat(entries)
                .extracting(entry -> entry.what().action())
                .containsExactly("execution.started", "step.skipped", "execution.stopped");
        Draft what = entries.get(1).what();
        assertThat(what.session()).isEqualTo(execution);
        assertThat(what.actor()).isEqualTo("bob");
        assertThat(what.reason()).isEqualTo("it is old");
        assertThat(what.subject()).isEqualTo("main/team/app@" + Desk.digest("a.2"));
        assertThat(what.details()).containsEntry("detail", "used by web").containsEntry("step", "2");
        assertThat(desk.executions.head(execution).orElseThrow().endReason()).isEqualTo("somebody said so");
    }

    @Test
    void beginsNothingMoreOnceEverythingOpenWasStopped() throws Exception {
        journal.start();
        journal.begin(0, Set.of());
        String other = desk.execution("other", "b", 1);

        List<ExecutionHead> stopped =
                desk.database.inTransaction((Handle in) -> desk.executions.stopOpen(in, "put back"));

        assertThat(stopped).extracting(ExecutionHead::id).containsExactly(execution, other);
        assertThat(stopped).extracting(ExecutionHead::state).containsOnly(ExecutionState.STOPPED);
        assertThat(stopped).extracting(ExecutionHead::endReason).containsOnly("put back");
        Outcome skipped = new Outcome(Outcome.Result.SKIPPED, "put back");
        assertThat(desk.executions.states(execution))
                .containsExactly(new StepState.Begun(), new StepState.Ended(skipped), new StepState.Ended(skipped));
        assertThatThrownBy(() -> journal.begin(0, Set.of())).hasMessageContaining("is at its end already");
        assertThatThrownBy(() -> journal.begin(1, Set.of())).hasMessageContaining("is at its end already");
        assertThatThrownBy(() -> journal.start()).hasMessageContaining("is at its end already");
        journal.end(0, DONE);
        journal.finish(new End.Done());
        assertThat(desk.executions.head(execution).orElseThrow().state()).isEqualTo(ExecutionState.STOPPED);
        assertThat(desk.executions.interrupted()).isEmpty();
    }

    @Test
    void refusesASecondEndThatIsAnother() throws Exception {
        journal.end(0, DONE);

        assertThatThrownBy(() -> journal.end(0, new Outcome(Outcome.Result.FAILED, "no")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("came to another end before");
        assertThatThrownBy(() -> journal.begin(0, Set.of())).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal.begin(3, Set.of())).isInstanceOf(JournalException.class);
        assertThat(desk.executions.states(execution).getFirst()).isEqualTo(new StepState.Ended(DONE));
    }

    @Test
    void refusesEveryWordOfWhoLostTheLease() throws Exception {
        journal.start();
        journal.begin(0, Set.of());
        desk.lapse("main");

        assertThatThrownBy(() -> journal.begin(1, Set.of()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the lease of registry main lapsed at");

        JournalOfExecution next = desk.journals.of(desk.lease("main", "holder-b", execution));
        next.start();
        String lost = "the lease of registry main went to holder-b for execution " + execution + " (fence 2";
        assertThatThrownBy(() -> journal.begin(1, Set.of()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(lost);
        assertThatThrownBy(() -> journal.end(0, DONE))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(lost);
        assertThatThrownBy(() -> journal.keep(1, Desk.manifest("{}"))).hasMessageContaining(lost);
        assertThatThrownBy(() -> journal.kept(0)).hasMessageContaining(lost);
        assertThatThrownBy(() -> journal.stopWanted()).hasMessageContaining(lost);
        assertThatThrownBy(() -> journal.finish(new End.Done())).hasMessageContaining(lost);
        assertThat(desk.executions.states(execution))
                .containsExactly(new StepState.Begun(), new StepState.Waiting(), new StepState.Waiting());
        assertThat(desk.record.list(0, 10))
                .extracting(entry -> entry.what().action())
                .containsExactly("execution.started", "execution.resumed");
        next.end(0, DONE);
    }

    @Test
    void refusesTheSameHolderWithALeaseOfBefore() throws Exception {
        desk.lapse("main");
        desk.lease("main", "holder-a", execution);

        assertThatThrownBy(() -> journal.begin(0, Set.of())).hasMessageContaining("fence 2, this one had 1");
    }

    @Test
    void letsNobodyTakeTheLeaseWhileAWordIsBeingWritten() throws Exception {
        Lease held = desk.leases.find("main").orElseThrow();
        try (Handle writing = desk.database.jdbi().open()) {
            writing.begin();
            assertThat(LeaseStore.against(writing, held)).isEmpty();
            CompletableFuture<Lease> thief = CompletableFuture.supplyAsync(() -> {
                desk.lapse("main");
                return desk.lease("main", "holder-b", execution);
            });
            while (waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThat(thief).isNotDone();
            writing.commit();

            assertThat(thief.get(30, TimeUnit.SECONDS).fence()).isEqualTo(held.fence() + 1);
        }
    }

    private int waiting() {
        return desk.database.inTransaction(
                (Handle in) -> in.createQuery("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock'")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void saysWhoWantsItToStop() throws Exception {
        assertThat(journal.stopWanted()).isEmpty();

        assertThat(stop()).isEmpty();

        assertThat(journal.stopWanted()).contains("stopped by eve: too many");
        assertThat(stop()).contains("execution " + execution + " is being stopped by eve: too many already");
        journal.finish(new End.Stopped("stopped by eve: too many"));
        assertThat(stop()).contains("execution " + execution + " is stopped already");
    }

    private Optional<String> stop() {
        return desk.database.inTransaction(
                (Handle in) -> desk.executions.requestStop(in, execution, "eve", "too many"));
    }

    @Test
    void tellsEachChangeOnceInOrder() throws Exception {
        long seen = desk.executions.events(execution, 0).getLast().id();
        assertThat(desk.executions.events(execution, 0)).hasSize(4);
        journal.start();
        journal.begin(0, Set.of());
        journal.begin(1, Set.of());
        journal.end(0, DONE);
        assertThat(stop()).isEmpty();

        List<ExecutionEvent> events = desk.executions.events(execution, seen);

        assertThat(events).extracting(ExecutionEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(events).hasSize(3);
        assertThat(((ExecutionEvent.OfStep) events.get(0)).step().number()).isEqualTo(1);
        assertThat(((ExecutionEvent.OfStep) events.get(1)).step().outcome()).isEqualTo("done");
        assertThat(((ExecutionEvent.OfExecution) events.get(2)).head().stopWanted())
                .isPresent();
        assertThat(desk.executions.events(execution, events.getLast().id())).isEmpty();
        assertThat(desk.told).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void saysThatNothingWasWrittenIfTheDatabaseGoesInTheMiddle() throws Exception {
        journal.begin(0, Set.of());
        desk.execute("""
                create function die() returns trigger language plpgsql as $$
                begin
                    perform pg_terminate_backend(pg_backend_pid());
                    return new;
                end $$;
                create trigger die after update on execution_steps for each row execute function die();
                """);

        assertThatThrownBy(() -> journal.end(0, DONE))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the database doesn't take it")
                .hasCauseInstanceOf(JdbiException.class);

        assertThat(desk.executions.states(execution).getFirst()).isEqualTo(new StepState.Begun());
        assertThat(desk.record.list(0, 10)).isEmpty();
        desk.execute("drop trigger die on execution_steps");
        journal.end(0, DONE);
    }

    @Test
    void listsWhatNobodyGoesOnWith() throws Exception {
        String waiting = desk.execution("main", "b", 1);
        String other = desk.execution("other", "c", 1);
        assertThat(interrupted()).containsExactly(other);
        journal.start();

        desk.lapse("main");

        assertThat(interrupted()).containsExactly(execution, waiting, other);
        JournalOfExecution next = desk.journals.of(desk.lease("main", "holder-b", execution));
        next.fail("the registry is no longer configured");
        desk.lapse("main");
        assertThat(interrupted()).containsExactly(waiting, other);
    }

    private List<String> interrupted() {
        return desk.executions.interrupted().stream().map(ExecutionHead::id).toList();
    }

    @Test
    void skipsStepsThatWereNotChosen() {
        desk.keep(Desk.plan("main", "z", 2));
        String chosen = ((ExecutionStore.Creation.Created) desk.executions.create(NewExecution.apply(
                        desk.granted(Desk.plan("main", "z", 2)),
                        "bob",
                        step -> step.digest().equals(Desk.digest("z.1")))))
                .head()
                .id();

        assertThat(desk.executions.steps(chosen))
                .extracting(ExecutionStep::outcome)
                .containsExactly("skipped", "waiting");
    }

    @Test
    void leavesAPlanAloneWhileAnExecutionWorksOnIt() throws Exception {
        PlanStore.Kept again = desk.plans.keep(Desk.proposed(Desk.plan("main", "a", 3)));
        assertThat(again.head().state()).isEqualTo(PlanState.CARRIED_OUT);

        journal.finish(new End.Done());

        assertThat(desk.keep(Desk.plan("main", "a", 3)).state()).isEqualTo(PlanState.OPEN);
    }

    @Test
    void undoesOnlyWhatIsAtItsEndAndOnceAtATime() throws Exception {
        NewExecution undo = new NewExecution(
                new NewExecution.What.Undo(execution),
                "main",
                "bob",
                "needed",
                List.of(new NewExecution.NewStep(
                        ExecutionStep.Kind.RESTORE_MANIFEST,
                        "team/app",
                        Desk.digest("a.0"),
                        List.of(),
                        Desk.digest("a.0"),
                        0,
                        Optional.empty())));
        assertThat(desk.executions.create(undo))
                .isEqualTo(
                        new ExecutionStore.Creation.Refused("execution " + execution + " is waiting; stop it first"));
        journal.finish(new End.Done());

        assertThat(desk.executions.create(undo)).isInstanceOf(ExecutionStore.Creation.Created.class);

        assertThat(desk.executions.create(undo)).isInstanceOf(ExecutionStore.Creation.Refused.class);
    }
}
