package dev.regent.act;

import static dev.regent.act.Outcome.Result.DONE;
import static dev.regent.act.Outcome.Result.FAILED;
import static dev.regent.act.Outcome.Result.GONE;
import static dev.regent.act.Outcome.Result.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Limits;
import dev.regent.approve.ApprovedPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done of an approved plan, in which order, and what happens where the registry doesn't go
/// along.
class CarryOutTest {

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample arm = Sample.image("arm", 91);
    private final Sample index = Sample.index("index", amd, arm);
    private final Sample signature = Sample.referrer("signature", index);
    private final Sample other = Sample.image("other", 92);
    private final Sample young = Sample.image("young", 1);

    private ApprovedPlan approved;
    private FakeJournal journal;

    /// An index with two children and a signature; an image; and one that stays.
    CarryOutTest() {
        world.push(amd)
                .push(arm)
                .push(index, "v1")
                .push(signature)
                .push(other, "v0")
                .push(young, "v2");
        approved = world.approved();
        journal = world.journal(approved);
    }

    private void planOf(Runnable change) {
        change.run();
        approved = world.approved();
        journal = world.journal(approved);
    }

    private End carryOut() {
        return world.carryOut(approved, journal);
    }

    private int number(Sample sample) {
        List<String> digests = approved.plan().steps().stream()
                .map(step -> step.digest().brief())
                .toList();
        assertThat(digests).contains(sample.brief());
        return digests.indexOf(sample.brief());
    }

    private Outcome outcome(Sample sample) {
        return journal.outcome(number(sample));
    }

    private boolean there(Sample sample) {
        return world.registry.has("app", sample.digest());
    }

    @Test
    void deletesWhatWasApprovedAndNothingElse() {
        assertThat(carryOut()).isEqualTo(new End.Done());

        assertThat(journal.outcomes()).hasSize(5).containsOnly(Outcome.done());
        assertThat(world.registry.content()).containsExactly("app@" + young.brief(), "app:v2 " + young.brief());
    }

    @Test
    void deletesHoldersBeforeWhatTheyHold() {
        carryOut();

        List<String> deleted = world.calls.made("delete");
        assertThat(deleted.indexOf("delete app " + index.brief()))
                .isLessThan(deleted.indexOf("delete app " + amd.brief()))
                .isLessThan(deleted.indexOf("delete app " + arm.brief()))
                .isLessThan(deleted.indexOf("delete app " + signature.brief()));
    }

    @Test
    void keepsAllOfAClosureBeforeItsFirstDelete() {
        planOf(() -> world.registry.remove("app", other.digest()));
        carryOut();

        List<String> calls = world.calls.made();
        assertThat(calls.lastIndexOf(world.calls.made("keep").getLast()))
                .isLessThan(calls.indexOf(world.calls.made("delete").getFirst()));
        assertThat(journal.shelf())
                .extracting(KeptManifest::digest)
                .containsExactlyInAnyOrder(index.digest(), amd.digest(), arm.digest(), signature.digest());
        assertThat(journal.shelf().getFirst())
                .isEqualTo(new KeptManifest(
                        "app",
                        index.raw(),
                        List.of("v1"),
                        List.of(),
                        List.of(amd.digest(), arm.digest()),
                        Optional.empty(),
                        index.digest()));
    }

    @Test
    void looksAgainRightBeforeEachClosure() {
        carryOut();

        assertThat(world.calls.made("look")).hasSize(2);
        assertThat(world.calls.made().getFirst()).isEqualTo("stop?");
        assertThat(world.calls.made().get(1)).isEqualTo("look app");
    }

    @Test
    void refusesStatesThatAreNotThePlans() {
        assertThatThrownBy(() -> CarryOut.run(approved, world.tools(journal), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 states for 5 steps");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 409, 412, 423})
    void doesNothingOfAClosureWhoseFirstStepIsRefused(int status) {
        world.registry.refuse("delete app " + index.brief(), status);

        assertThat(carryOut()).isEqualTo(new End.Done());
        assertThat(outcome(index)).isEqualTo(new Outcome(FAILED, "refused with " + status));
        for (Sample held : List.of(amd, arm, signature)) {
            assertThat(outcome(held))
                    .isEqualTo(new Outcome(SKIPPED, "nothing of it was done, since its first step failed"));
            assertThat(there(held)).isTrue();
        }
        assertThat(outcome(other)).isEqualTo(Outcome.done());
        assertThat(world.calls.made("delete app " + amd.brief())).isEmpty();
    }

    @Test
    void goesOnWhereALaterStepIsRefused() {
        world.registry.refuse("delete app " + amd.brief(), 409);

        assertThat(carryOut()).isEqualTo(new End.Done());
        assertThat(outcome(amd)).isEqualTo(new Outcome(FAILED, "refused with 409"));
        assertThat(List.of(outcome(index), outcome(arm), outcome(signature), outcome(other)))
                .containsOnly(Outcome.done());
    }

    @Test
    void sendsNoDeleteThatWasNotWrittenDownBefore() {
        carryOut();

        List<String> calls = world.calls.made();
        for (String delete : world.calls.made("delete")) {
            assertThat(calls.get(calls.indexOf(delete) - 1)).isEqualTo("begin" + delete.substring("delete".length()));
        }
    }

    @Test
    void tellsWhatSomebodyElseDeletedBeforeAndLeavesTheRestAlone() {
        world.registry.remove("app", index.digest());

        carryOut();

        assertThat(outcome(index)).isEqualTo(new Outcome(GONE, "it was already gone"));
        assertThat(outcome(amd).result()).isEqualTo(SKIPPED);
        assertThat(outcome(amd).detail())
                .isEqualTo("it stands or falls with " + index.brief() + ": it is no longer seen in this repository");
        assertThat(there(amd)).isTrue();
    }

    @Test
    void tellsWhatSomebodyElseDeletedAtThatMoment() {
        world.registry.before("delete app " + other.brief(), () -> world.registry.remove("app", other.digest()));

        carryOut();

        assertThat(outcome(other)).isEqualTo(new Outcome(GONE, "it was already gone"));
        assertThat(outcome(index)).isEqualTo(Outcome.done());
    }

    @Test
    void deletesNothingOfWhatWentBetweenTheLookAndTheKeeping() {
        world.registry.before("manifest app " + amd.brief(), () -> world.registry.remove("app", amd.digest()));

        carryOut();

        assertThat(outcome(amd)).isEqualTo(new Outcome(GONE, "it was already gone"));
        assertThat(outcome(index)).isEqualTo(Outcome.skipped(amd.brief() + " went since the look"));
    }

    @Test
    void deletesNothingThatCannotBeKeptSinceTheShelfIsFull() {
        journal.full(number(arm), "the shelf is full");

        carryOut();

        for (Sample held : List.of(index, amd, arm, signature)) {
            assertThat(outcome(held)).isEqualTo(Outcome.skipped("it can't be kept for undoing: the shelf is full"));
        }
        assertThat(world.calls.made("delete")).containsExactly("delete app " + other.brief());
    }

    @Test
    void deletesNothingThatCannotBeKeptSinceItCannotBeRead() {
        world.registry.unheard("manifest app " + signature.brief(), 1);

        carryOut();

        assertThat(outcome(index)).isEqualTo(Outcome.skipped("it can't be kept for undoing: 500"));
        assertThat(world.calls.made("delete")).containsExactly("delete app " + other.brief());
    }

    @Test
    void deletesNothingWhereTheTagsCannotBeReadRightBefore() {
        world.registry.unheard("tags app", FakeRegistry.ALWAYS);

        carryOut();

        assertThat(journal.outcomes()).containsOnly(Outcome.skipped("the tags can't be read right before: 500"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void readsAfterNoAnswerCame_itWasDone() {
        world.registry.unknown("delete app " + index.brief(), true, 1);

        carryOut();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(world.calls.made("delete app " + index.brief())).isEmpty();
        assertThat(world.calls.made("delete")).hasSize(5).doesNotHaveDuplicates();
        assertThat(world.calls.made("resolve")).containsExactly("resolve app " + index.brief());
        assertThat(world.pauses).isEmpty();
    }

    @Test
    void readsAfterNoAnswerCame_itWasNotDone() {
        world.registry.unknown("delete app " + other.brief(), false, 2);

        carryOut();

        assertThat(outcome(other)).isEqualTo(Outcome.done());
        assertThat(there(other)).isFalse();
        assertThat(world.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void readsAfterNoAnswerCame_anotherWasFasterThanTheSecondTry() {
        world.registry.unknown("delete app " + other.brief(), false, 1);
        world.registry.gone("delete app " + other.brief());

        carryOut();

        assertThat(outcome(other)).isEqualTo(Outcome.done());
    }

    @Test
    void givesUpWhatIsStillThereAfterThreeTries() {
        world.registry.unknown("delete app " + other.brief(), false, FakeRegistry.ALWAYS);

        carryOut();

        assertThat(outcome(other)).isEqualTo(Outcome.failed("no answer; it is still there after 3 tries"));
        assertThat(world.calls.made("delete").stream().filter(call -> call.endsWith(other.brief())))
                .hasSize(3);
    }

    @Test
    void sendsNothingAgainWhoseOutcomeCannotBeRead() {
        world.registry.unknown("delete app " + index.brief(), true, 1);
        world.registry.unheard("resolve app " + index.brief(), 1);

        carryOut();

        assertThat(outcome(index))
                .isEqualTo(Outcome.unknown("no answer; and whether it is still there can't be read either: 500"));
        assertThat(outcome(amd).result()).isEqualTo(SKIPPED);
        assertThat(there(amd)).isTrue();
    }

    @Test
    void stopsBetweenClosuresWhenAPersonSaysSo() {
        journal.stopAfter(1, "ann: wrong list");

        assertThat(carryOut()).isEqualTo(new End.Stopped("ann: wrong list"));
        assertThat(journal.results()).contains(DONE, SKIPPED);
        assertThat(world.calls.made("look")).hasSize(1);
        assertThat(journal.outcomes().getLast()).isEqualTo(Outcome.skipped("ann: wrong list"));
    }

    @Test
    void doesNothingWhenAPersonSaysStopBeforeTheStart() {
        journal.stop("ann: wrong list");

        assertThat(carryOut()).isEqualTo(new End.Stopped("ann: wrong list"));
        assertThat(journal.outcomes()).containsOnly(Outcome.skipped("ann: wrong list"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void asksNoMoreOnceEverythingIsAtItsEnd() {
        carryOut();
        world.calls.forget();

        assertThat(carryOut()).isEqualTo(new End.Done());
        assertThat(world.calls.made()).isEmpty();
    }

    @Test
    void stopsByItselfAfterFiveFailuresInARow() {
        planOf(() -> manyImages(8));
        world.registry.refuse("delete", 403);

        assertThat(carryOut()).isEqualTo(new End.Stopped("stopped by itself: 5 steps in a row failed"));
        assertThat(world.calls.made("delete")).hasSize(5);
        assertThat(journal.results().stream().filter(FAILED::equals)).hasSize(5);
        assertThat(journal.outcomes().getLast())
                .isEqualTo(Outcome.skipped("stopped by itself: 5 steps in a row failed"));
    }

    @Test
    void countsFailuresInARowOnly() {
        planOf(() -> manyImages(8));
        world.limits = new Limits(2);
        for (int i = 0; i < approved.plan().steps().size(); i += 2) {
            world.registry.refuse(
                    "delete app " + approved.plan().steps().get(i).digest().brief(), 403);
        }

        carryOut();

        assertThat(journal.results()).contains(DONE, FAILED).doesNotContain(SKIPPED);
    }

    private void manyImages(int count) {
        for (Sample sample : List.of(index, amd, arm, signature, other)) {
            world.registry.remove("app", sample.digest());
        }
        for (int i = 0; i < count; i++) {
            world.push(Sample.image("many " + i, 100 + i), "m" + i);
        }
    }

    @Test
    void takesLimitsOfOneOrMore() {
        assertThat(new Limits(1).stopAfterFailures()).isEqualTo(1);
        assertThatThrownBy(() -> new Limits(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stopAfterFailures is 1 or more, got 0");
    }

    @Test
    void leavesAWholeRepositoryThatWentAlone() {
        world.registry.removeRepository("app");

        carryOut();

        assertThat(journal.outcomes()).containsOnly(new Outcome(GONE, "it was already gone"));
        assertThat(world.calls.made("delete")).isEmpty();
    }

    @Test
    void takesWhatIsLeftOfARepositoryWhoseTagListWentAway() {
        world.registry.before("tags app", () -> world.registry.removeRepository("app"));

        assertThat(carryOut()).isEqualTo(new End.Done());
        assertThat(journal.results()).containsOnly(GONE);
    }
}
