package dev.regent.act;

import static dev.regent.act.Outcome.Result.DONE;
import static dev.regent.act.Outcome.Result.SKIPPED;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Execution.End;
import dev.regent.approve.ApprovedPlan;
import dev.regent.observe.Heard;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What changes while a closure goes, or between two, in an execution that takes its time.
class LongClosureTest {

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample arm = Sample.image("arm", 91);
    private final Sample index = Sample.index("index", amd, arm);
    private final Sample other = Sample.image("other", 92);
    private final Sample young = Sample.image("young", 1);
    private final ApprovedPlan approved;
    private final FakeJournal journal;

    LongClosureTest() {
        world.push(amd).push(arm).push(index, "v1").push(other, "v0").push(young, "v2");
        approved = world.approved();
        journal = world.journal(approved);
    }

    private End carryOut() {
        return world.carryOut(approved, journal);
    }

    private Outcome outcome(Sample sample) {
        for (int i = 0; i < approved.plan().steps().size(); i++) {
            if (approved.plan().steps().get(i).digest().equals(sample.digest())) {
                return journal.outcome(i);
            }
        }
        throw new AssertionError("no step is about " + sample.brief());
    }

    private boolean there(Sample sample) {
        return world.registry.has("app", sample.digest());
    }

    @Test
    void stopsBetweenClosuresWhenTheRegistryMayNoLongerBeActedOn() {
        String why = "nobody has said that all environments are named";
        world.registry.before("delete app", () -> world.barred = Optional.of(why));

        assertThat(carryOut()).isEqualTo(new End.Stopped("stopped by itself: " + why));

        assertThat(journal.results()).contains(DONE, SKIPPED);
        assertThat(journal.outcomes().getLast()).isEqualTo(Outcome.skipped("stopped by itself: " + why));
    }

    @Test
    void leavesWhatIsNeededSinceALongClosureWasBegun() {
        world.timeFlies = true;
        world.registry.before(
                "delete app " + index.brief(), () -> world.environment = anEnvironment().running("web", amd.digest()));

        carryOut();

        assertThat(outcome(index)).isEqualTo(Outcome.done());
        assertThat(outcome(amd)).isEqualTo(Outcome.skipped("runs in host (web)"));
        assertThat(outcome(arm)).isEqualTo(Outcome.done());
    }

    @Test
    void leavesTheRestOfALongClosureThatIsNoLongerHeard() {
        world.timeFlies = true;
        world.registry.before(
                "delete app " + index.brief(), () -> world.environment = anEnvironment().heard(Heard.NO, "no answer"));

        carryOut();

        assertThat(outcome(index)).isEqualTo(Outcome.done());
        assertThat(outcome(amd)).isEqualTo(Outcome.skipped("not heard: environment host: no answer (unheard)"));
        assertThat(there(arm)).isTrue();
    }

    @Test
    void beginsNothingThatIsNeededSinceItWasKept() {
        world.timeFlies = true;
        world.registry.before(
                "manifest app " + index.brief(),
                () -> world.environment = anEnvironment().running("web", amd.digest()));

        carryOut();

        assertThat(world.calls.made("keep")).isNotEmpty();
        assertThat(outcome(index).detail()).endsWith("runs in host (web) (in-use)");
        assertThat(there(index)).isTrue();
    }

    @Test
    void looksOnlyOnceAtAShortOne() {
        carryOut();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(world.calls.made("look")).hasSize(2);
    }
}
