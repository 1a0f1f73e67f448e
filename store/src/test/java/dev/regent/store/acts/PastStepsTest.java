package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Outcome;
import dev.regent.plan.CarriedOut.Closure;
import dev.regent.plan.CarriedOut.Look;
import dev.regent.store.TestDatabase;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PastStepsTest {

    private static final Outcome DONE = new Outcome(Outcome.Result.DONE, "");
    private static final String STARTED = "timestamptz '2026-01-01 00:00:00Z'";

    private TestDatabase fresh;
    private Desk desk;
    private PastSteps past;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), ShelfLimits.USUAL);
        past = new PastSteps(desk.database);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    /// Each step names two tags, and three others are there.
    private String carriedOut(String salt, Outcome... outcomes) throws Exception {
        String execution = desk.execution("main", salt, outcomes.length);
        Lease lease = desk.lease("main", "holder", execution);
        JournalOfExecution journal = desk.journals.of(lease);
        journal.start();
        for (int step = 0; step < outcomes.length; step++) {
            journal.begin(step, Set.of("x", "y", "z"));
            journal.end(step, outcomes[step]);
        }
        desk.leases.release(lease);
        desk.execute("update executions set started_at = " + STARTED + " where id = '" + execution + "'");
        desk.execute("update execution_steps set begun_at = " + STARTED + " + interval '10 s' * number"
                + " + interval '9 s', ended_at = " + STARTED + " + interval '10 s' * (number + 1)"
                + " where execution = '" + execution + "'");
        return execution;
    }

    @Test
    void timesEachClosureFromTheEndOfTheOneBeforeItWithoutLooks() throws Exception {
        String execution = carriedOut("a", DONE, DONE, DONE);
        past.looked(execution, "team/app", 7, Duration.ofMillis(4_500));
        desk.execute("update execution_looks set ended_at = " + STARTED + " + interval '15 s'");

        assertThat(past.closures("main"))
                .containsExactly(new Closure(1, 5, 10), new Closure(1, 5, 5.5), new Closure(1, 5, 10));
        assertThat(past.looks("main")).containsExactly(new Look(7, 4.5));
    }

    @Test
    void leavesOutWhatFailedOrWasTriedAgainOrStoodStill() throws Exception {
        String execution = carriedOut("a", DONE, new Outcome(Outcome.Result.FAILED, "405"), DONE, DONE, DONE);
        desk.execute("update execution_steps set attempts = 2 where number = 2");
        desk.execute("update execution_steps set begun_at = begun_at + interval '10 minutes',"
                + " ended_at = ended_at + interval '10 minutes' where number >= 4");

        assertThat(past.closures("main")).as(execution).containsExactly(new Closure(1, 5, 10), new Closure(1, 5, 10));
    }

    @Test
    void knowsNothingOfAnotherRegistry() throws Exception {
        carriedOut("a", DONE);

        assertThat(past.closures("other")).isEmpty();
        assertThat(past.looks("other")).isEmpty();
    }
}
