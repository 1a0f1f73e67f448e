package dev.regent.act;

import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Execution.End;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.StepState.Begun;
import dev.regent.act.StepState.Ended;
import dev.regent.approve.ApprovedPlan;
import dev.regent.given.EnvironmentBuilder;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How an execution goes on that was interrupted.
class ResumeTest {

    private final World world = new World();
    private final Sample leaf = Sample.image("leaf", 90);
    private final Sample side = Sample.image("side", 91);
    private final Sample middle = Sample.index("middle", leaf);
    private final Sample top = Sample.index("top", middle, side);
    private final Sample signature = Sample.referrer("signature", middle);
    private final Sample young = Sample.image("young", 1);
    private final ApprovedPlan approved;
    private final FakeJournal journal;

    /// One closure: top over middle over leaf, a signature of middle, and another child of top.
    ResumeTest() {
        world.push(leaf).push(side).push(middle).push(top, "v1").push(signature).push(young, "v2");
        approved = world.approved();
        journal = world.journal(approved);
        assertThat(approved.plan().steps()).hasSize(5).extracting(Step::closure).containsOnly(top.digest());
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

    /// Top is deleted and everything was kept.
    private ResumeTest topIsDone() {
        for (Sample sample : List.of(leaf, side, middle, top, signature)) {
            Step step = approved.plan().steps().get(number(sample));
            try {
                journal.keep(
                        number(sample),
                        KeptManifest.of(
                                "app",
                                sample.raw(),
                                step.tags(),
                                sample.content().manifest(),
                                step.closure()));
            } catch (JournalException e) {
                throw new AssertionError(e);
            }
        }
        world.registry.remove("app", top.digest());
        journal.set(number(top), new Ended(Outcome.done()));
        world.calls.forget();
        return this;
    }

    private End resume() {
        return world.carryOut(approved, journal);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void finishesWhatWasBegunThoughNoPolicyWouldTakeItAlone(boolean volume) {
        world.volume = volume;
        topIsDone();

        assertThat(resume()).isEqualTo(new End.Done());

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(world.registry.manifests()).containsExactly(young.digest());
        assertThat(world.calls.made("keep")).isEmpty();
    }

    @Test
    void asksWhatBecameOfAStepThatWasBegun_itWasDone() {
        topIsDone();
        journal.set(number(top), new Begun());

        resume();

        assertThat(outcome(top)).isEqualTo(Outcome.done());
        assertThat(world.calls.made("delete app " + top.brief())).isEmpty();
        assertThat(there(leaf)).isFalse();
    }

    @Test
    void asksWhatBecameOfAStepThatWasBegun_itWasNotDone() {
        journal.set(number(top), new Begun());

        resume();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(world.calls.made().getFirst()).isEqualTo("resolve app " + top.brief());
    }

    @Test
    void leavesAllAloneWhereWhatBecameOfTheFirstStepCannotBeRead() {
        journal.set(number(top), new Begun());
        world.registry.unheard("resolve app " + top.brief(), 1);

        resume();

        assertThat(outcome(top)).isEqualTo(Outcome.unknown("it was begun, and what became of it can't be read: 500"));
        assertThat(outcome(leaf))
                .isEqualTo(Outcome.skipped("it is left, since nobody knows what became of its first step"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void goesOnWhereWhatBecameOfALaterStepCannotBeRead() {
        topIsDone();
        journal.set(number(side), new Begun());
        world.registry.unheard("resolve app " + side.brief(), 1);

        resume();

        assertThat(outcome(side))
                .isEqualTo(Outcome.unknown("it was begun, and what became of it can't be read: 500"));
        assertThat(outcome(leaf)).isEqualTo(Outcome.done());
    }

    @Test
    void leavesAllAloneThatWasRefusedBefore() {
        journal.set(number(top), new Ended(Outcome.failed("refused with 405")));

        resume();

        assertThat(outcome(middle)).isEqualTo(Outcome.skipped("nothing of it was done, since its first step failed"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void leavesAllAloneThatWasSkippedBefore() {
        journal.set(number(side), new Ended(Outcome.skipped("it was used")));

        resume();

        assertThat(outcome(top)).isEqualTo(Outcome.skipped("it was used"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void takesNothingForBegunThatSomebodyElseBegan() {
        world.registry.remove("app", top.digest());
        for (int end = 1; end <= 5; end++) {
            ResumeTest again = new ResumeTest();
            again.world.registry.remove("app", top.digest());
            again.world.calls.dieAt(new Calls.Death(6 + 2 * end, true));
            try {
                again.resume();
            } catch (Calls.Killed _) {
                again.world.calls.live();
                again.resume();
            }
            assertThat(again.world.calls.made("delete")).isEmpty();
            assertThat(again.outcome(top)).isEqualTo(Outcome.gone());
            assertThat(again.outcome(leaf).result()).isEqualTo(Outcome.Result.SKIPPED);
        }
    }

    @Test
    void deletesNothingThatWasNotKept() {
        topIsDone();
        journal.forgetKept(number(side));

        resume();

        assertThat(outcome(side)).isEqualTo(Outcome.skipped("it wasn't kept, so it couldn't be put back"));
        assertThat(there(side)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesWhatRunsByNowAndAllThatItHolds(boolean volume) {
        world.volume = volume;
        topIsDone();
        world.environment = anEnvironment().running("web", middle.digest());

        resume();

        assertThat(outcome(middle)).isEqualTo(Outcome.skipped("runs in host (web)"));
        String held = "it belongs to " + middle.brief() + ", which wasn't deleted";
        assertThat(outcome(leaf)).isEqualTo(Outcome.skipped(held));
        assertThat(outcome(signature)).isEqualTo(Outcome.skipped(held));
        assertThat(outcome(side)).isEqualTo(Outcome.done());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesAnIndexWhoseChildRunsByNow(boolean volume) {
        world.volume = volume;
        topIsDone();
        world.environment = anEnvironment().running("web", leaf.config());

        resume();

        assertThat(there(middle)).isTrue();
        assertThat(there(leaf)).isTrue();
        assertThat(outcome(side)).isEqualTo(Outcome.done());
    }

    @Test
    void leavesTheChildrenOfAnIndexThatWasRefused() {
        topIsDone();
        world.registry.refuse("delete app " + middle.brief(), 409);

        resume();

        assertThat(outcome(middle)).isEqualTo(Outcome.failed("refused with 409"));
        assertThat(there(leaf)).isTrue();
        assertThat(there(signature)).isTrue();
        assertThat(outcome(side)).isEqualTo(Outcome.done());
    }

    @Test
    void leavesWhatWasTaggedSince() {
        topIsDone();
        world.push(leaf, "leaf");

        resume();

        assertThat(outcome(leaf)).isEqualTo(Outcome.skipped("it was tagged [leaf] since"));
        assertThat(there(leaf)).isTrue();
    }

    @Test
    void leavesWhatIsInAnotherIndexByNow() {
        topIsDone();
        Sample again = Sample.index("again", side);
        world.push(again, "again");

        resume();

        assertThat(outcome(side)).isEqualTo(Outcome.skipped("it belongs to " + again.brief() + ", which stays"));
    }

    @Test
    void leavesWhatIsNewAgain() {
        topIsDone();
        Instant now = NOW.minusSeconds(60);
        world.newSince.put(side.digest(), now);

        resume();

        assertThat(outcome(side).detail()).startsWith("it or one of its tags is new since " + now);
        assertThat(there(side)).isTrue();
        assertThat(there(leaf)).isFalse();
    }

    @Test
    void finishesNothingUnheard() {
        for (int kind = 0; kind < 3; kind++) {
            ResumeTest again = new ResumeTest().topIsDone();
            String why = switch (kind) {
                case 0 -> {
                    again.world.unheard = Optional.of("no connection");
                    yield "not heard: no connection";
                }
                case 1 -> {
                    again.world.registry.gap("app");
                    yield "not heard: all of the repository";
                }
                default -> {
                    again.world.environment = anEnvironment().heard(Heard.PARTLY, "cut");
                    yield "not heard: environment host: cut";
                }
            };

            again.resume();

            assertThat(again.outcome(side)).isEqualTo(Outcome.skipped(why));
            assertThat(again.world.calls.made("delete")).isEmpty();
        }
    }

    @Test
    void finishesNothingWhereTheTagsCannotBeRead() {
        topIsDone();
        world.registry.unheard("tags app", 1);

        resume();

        assertThat(outcome(leaf)).isEqualTo(Outcome.skipped("the tags can't be read right before: 500"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void writesNothingMoreOnceItCannotBeWrittenDown() throws InterruptedException {
        ResumeTest whole = new ResumeTest();
        whole.world.registry.takesAlong(middle.digest(), "v2");
        whole.resume();
        int calls = whole.journal.count();
        assertThat(calls).isGreaterThan(15);
        for (int call = 1; call <= calls; call++) {
            ResumeTest fenced = new ResumeTest();
            fenced.world.registry.takesAlong(middle.digest(), "v2");
            fenced.journal.fenceAt(call);
            assertThatThrownBy(() ->
                            CarryOut.run(fenced.approved, fenced.world.tools(fenced.journal), fenced.journal.states()))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("another has the lease");
            long begun = fenced.world.calls.made("begin").size();
            assertThat(fenced.world.calls.made("delete")).hasSize((int) begun);
        }
    }

    @Test
    void canBeInterruptedAndTakenUpAgain() throws JournalException {
        world.registry.unknown("delete app " + middle.brief(), false, 1);
        Execution.Tools tools = world.tools(journal);
        Execution.Tools impatient = new Execution.Tools(
                tools.evidence(),
                tools.probe(),
                tools.writer(),
                tools.journal(),
                _ -> {
                    throw new InterruptedException("enough");
                },
                tools.limits());

        assertThatThrownBy(() -> CarryOut.run(approved, impatient, journal.states()))
                .isInstanceOf(InterruptedException.class);
        assertThat(journal.states().get(number(middle))).isEqualTo(new Begun());

        assertThat(resume()).isEqualTo(new End.Done());
        assertThat(journal.outcomes()).containsOnly(Outcome.done());
    }

    @Test
    void aPinProtectsWhatIsLeft() {
        topIsDone();
        EnvironmentBuilder pins =
                anEnvironment("regent").using("ann: audit", Use.Kind.PINNED, Optional.empty(), Set.of(side.digest()));
        world.pins = pins.observed().uses();

        resume();

        assertThat(outcome(side)).isEqualTo(Outcome.skipped("pinned in regent (ann: audit)"));
    }

    /// Somebody else took the first at that very moment, and this execution went on.
    @Test
    void goesOnWhereTheFirstWasGoneAndALaterOneFailed() {
        topIsDone();
        journal.set(number(top), new Ended(Outcome.gone()));
        journal.set(number(side), new Ended(Outcome.failed("refused with 409")));

        resume();

        assertThat(outcome(middle)).isEqualTo(Outcome.done());
        assertThat(outcome(leaf)).isEqualTo(Outcome.done());
        assertThat(outcome(signature)).isEqualTo(Outcome.done());
    }
}
