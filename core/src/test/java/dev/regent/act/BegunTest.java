package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Execution.End;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.StepState.Begun;
import dev.regent.act.StepState.Ended;
import dev.regent.approve.ApprovedPlan;
import dev.regent.plan.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was begun when the program was ended is found out first, whatever comes then.
class BegunTest {

    private final World world = new World();
    private final Sample leaf = Sample.image("leaf", 90);
    private final Sample middle = Sample.index("middle", leaf);
    private final Sample top = Sample.index("top", middle);
    private final Sample young = Sample.image("young", 1);
    private final ApprovedPlan approved;
    private final FakeJournal journal;

    /// One closure, all of which was kept.
    BegunTest() throws JournalException {
        world.push(leaf).push(middle).push(top, "v1").push(young, "v2");
        approved = world.approved();
        journal = world.journal(approved);
        for (Sample sample : List.of(leaf, middle, top)) {
            Step step = approved.plan().steps().get(number(sample));
            journal.keep(
                    number(sample),
                    KeptManifest.of(
                            "app", sample.raw(), step.tags(), sample.content().manifest(), step.closure()));
        }
        world.calls.forget();
    }

    private int number(Sample sample) {
        return approved.plan().steps().stream().map(Step::digest).toList().indexOf(sample.digest());
    }

    private Outcome outcome(Sample sample) {
        return journal.outcome(number(sample));
    }

    private boolean there(Sample sample) {
        return world.registry.has("app", sample.digest());
    }

    private End resume() {
        return world.carryOut(approved, journal);
    }

    /// Somebody wanted it to stop, and it was killed before it could.
    @Test
    void asksWhatBecameOfAStepThatWasBegunBeforeItStops() {
        world.registry.remove("app", top.digest());
        journal.set(number(top), new Begun());
        journal.stop("stopped by ann: enough");

        assertThat(resume()).isEqualTo(new End.Stopped("stopped by ann: enough"));

        assertThat(outcome(top)).isEqualTo(Outcome.done());
        assertThat(outcome(leaf)).isEqualTo(Outcome.skipped("stopped by ann: enough"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void skipsAStepThatWasBegunAndNotDoneWhenItStops() {
        journal.set(number(top), new Begun());
        journal.stop("stopped by ann: enough");

        resume();

        assertThat(outcome(top)).isEqualTo(Outcome.skipped("stopped by ann: enough"));
        assertThat(there(top)).isTrue();
    }

    @Test
    void leavesTheChildrenOfAnIndexOfWhichNobodyKnows() {
        journal.set(number(top), new Ended(Outcome.gone()));
        journal.set(number(middle), new Begun());
        world.registry.unheard("resolve app " + middle.brief(), 1);

        resume();

        assertThat(outcome(leaf))
                .isEqualTo(Outcome.skipped(
                        "it belongs to " + middle.brief() + ", of which nobody knows whether it was deleted"));
        assertThat(there(leaf)).isTrue();
    }
}
