package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Calls.Death;
import dev.regent.act.Calls.Killed;
import dev.regent.act.Execution.End;
import dev.regent.approve.ApprovedPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A tag that goes along though no step names it is put back at once, and the execution ends.
class VanishedTagTest {

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample index = Sample.index("index", amd);
    private final Sample top = Sample.index("top", index);
    private final Sample other = Sample.image("other", 92);
    private final Sample young = Sample.image("young", 1);
    private final ApprovedPlan approved;
    private final FakeJournal journal;

    /// The index's closure is first, whatever its digest.
    VanishedTagTest() {
        world.push(amd).push(index).push(top, "v1").push(young, "v2");
        Sample last = other;
        for (int i = 0; last.digest().compareTo(top.digest()) < 0; i++) {
            last = Sample.image("other " + i, 92);
        }
        world.push(last, "v0");
        approved = world.approved();
        journal = world.journal(approved);
        assertThat(approved.plan().steps()).hasSize(4);
        assertThat(approved.plan().steps().getFirst().digest()).isEqualTo(top.digest());
    }

    private String stopped() {
        return world.carryOut(approved, journal) instanceof End.Stopped(String why) ? why : "not stopped";
    }

    private String told(String tag, String what) {
        return "stopped by itself: with " + top.brief() + " of app went a tag that no step names; " + tag + ": " + what;
    }

    /// Somebody moves it right before the delete, later than any look.
    private void movedOntoTop(String... tags) {
        world.registry.before("delete app " + top.brief(), () -> world.registry.push("app", top, tags));
    }

    @Test
    void goesBackToWhereItWasMovedAndNotToWhereItWasSeen() {
        movedOntoTop("v2");

        String why = stopped();

        assertThat(why).isEqualTo(told("v2", "put back to " + top.brief()));
        assertThat(world.registry.tagsOf("app")).containsEntry("v2", top.digest());
        assertThat(world.registry.has("app", top.digest())).isTrue();
        assertThat(journal.outcome(0)).isEqualTo(new Outcome(Outcome.Result.DONE, why));
        assertThat(journal.outcomes().subList(1, 4)).containsOnly(Outcome.skipped(why));
        assertThat(world.calls.made("delete")).hasSize(1);
    }

    @Test
    void isSeenThoughItCameWhileTheClosureWasGoing() {
        world.registry.before(
                "delete app " + top.brief(),
                () -> world.registry.before("tags app", () -> world.registry.push("app", index, "late")));

        assertThat(stopped())
                .isEqualTo("stopped by itself: with " + index.brief()
                        + " of app went a tag that no step names; late: put back to " + index.brief());
        assertThat(world.registry.tagsOf("app")).containsEntry("late", index.digest());
    }

    @Test
    void staysWhereItPointsByNow() {
        movedOntoTop("v2");
        world.registry.before("resolve app v2", () -> world.registry.push("app", young, "v2"));

        assertThat(stopped()).isEqualTo(told("v2", "it points at " + young.brief() + " by now, and stays there"));
        assertThat(world.registry.tagsOf("app")).containsEntry("v2", young.digest());
    }

    @Test
    void isNotPutBackWhereItCannotBeReadWhereItPoints() {
        movedOntoTop("v2");
        world.registry.unheard("resolve app v2", 1);

        assertThat(stopped())
                .isEqualTo(told("v2", "it can't be put back: where it points now can't be read: 500"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void isNotPutBackOnWhatHasLostItsBytes() {
        movedOntoTop("v2");
        world.registry.before("resolve app v2", () -> world.registry.lose("app", amd.layer()));

        assertThat(stopped())
                .isEqualTo(told(
                        "v2",
                        "it can't be put back: its child " + index.brief() + " can't be put back: its child "
                                + amd.brief() + " can't be put back: the registry has lost blob "
                                + amd.layer().brief() + ": it has collected its garbage since"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void isNotPutBackOnWhatWasNotKept() {
        movedOntoTop("v2");
        world.registry.before("resolve app v2", () -> journal.forgetKept(0));

        assertThat(stopped()).isEqualTo(told("v2", "it can't be put back: " + top.brief() + " wasn't kept"));
    }

    private String takenByOthers() {
        return "stopped by itself: while " + top.brief() + " of app was being deleted, went tags that no step names: [v2];"
                + " it isn't this step that took them, and they are not put back";
    }

    @Test
    void isOthersWhereNothingWasDeleted() {
        world.registry.before("delete app " + top.brief(), () -> world.registry.untag("app", "v2"));
        world.registry.refuse("delete app " + top.brief(), 409);

        assertThat(stopped()).isEqualTo(takenByOthers());
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void isOthersWhereSomebodyElseDeletedThat() {
        world.registry.before("delete app " + top.brief(), () -> {
            world.registry.push("app", top, "v2");
            world.registry.remove("app", top.digest());
        });

        assertThat(stopped()).isEqualTo(takenByOthers());
        assertThat(journal.outcome(0).result()).isEqualTo(Outcome.Result.GONE);
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void isOthersWhereNobodyKnowsTheOutcomeAndItIsThere() {
        world.registry.before("delete app " + top.brief(), () -> world.registry.untag("app", "v2"));
        world.registry.unknown("delete app " + top.brief(), false, 1);
        world.registry.unheard("resolve app " + top.brief(), 1);

        assertThat(stopped()).isEqualTo(takenByOthers());
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void comesBackWithWhatWasDeletedUnderIt() {
        world.registry.before("delete app " + top.brief(), () -> world.registry.push("app", top, "late"));
        world.registry.before("tags app", () -> world.registry.push("app", young, "late"));

        assertThat(stopped()).isEqualTo(told("late", "put back to " + top.brief()));
        assertThat(world.registry.tagsOf("app")).containsEntry("late", top.digest());
        assertThat(world.registry.has("app", top.digest())).isTrue();
    }

    @Test
    void comesBackWithTheChildrenThatAreGoneToo() {
        world.registry.before("tags app", () -> world.registry.push("app", young, "late"));
        world.registry.before("delete app " + top.brief(), () -> {
            world.registry.push("app", top, "late");
            world.registry.before("tags app", () -> {
                world.registry.remove("app", index.digest());
                world.registry.remove("app", amd.digest());
            });
        });

        assertThat(stopped()).isEqualTo(told("late", "put back to " + top.brief()));
        assertThat(world.calls.made("put"))
                .containsExactly(
                        "put app " + amd.brief() + " " + amd.brief(),
                        "put app " + index.brief() + " " + index.brief(),
                        "put app late " + top.brief());
        assertThat(List.of(amd, index, top)).allMatch(sample -> world.registry.has("app", sample.digest()));
    }

    @Test
    void saysWhichChildIsInTheWay() {
        world.registry.before("tags app", () -> world.registry.push("app", young, "late"));
        world.registry.before("delete app " + top.brief(), () -> world.registry.push("app", top, "late"));
        world.registry.refuse("put app " + index.brief(), 403);

        assertThat(stopped()).isEqualTo(told("late", "it can't be put back: refused with 403"));
        assertThat(world.registry.tagsOf("app")).doesNotContainKey("late");
    }

    @Test
    void saysWhatCameOfPuttingItBack() {
        movedOntoTop("v2");
        world.registry.unknown("put app v2", false, 1);

        assertThat(stopped()).isEqualTo(told("v2", "whether it was put back is not known: no answer"));
    }

    @Test
    void saysThatTheRepositoryIsUnknown() {
        movedOntoTop("v2");
        world.registry.gone("put app v2");

        assertThat(stopped()).isEqualTo(told("v2", "it can't be put back: the registry doesn't know the repository"));
    }

    @Test
    void allTagsOfARepositoryThatWentArePutBack() {
        world.push(young, "v3");
        movedOntoTop("v2", "v3");

        assertThat(stopped())
                .isEqualTo(told("v2", "put back to " + top.brief()) + "; v3: put back to " + top.brief());
    }

    @Test
    void stopsWhereTheTagsCannotBeReadAfterwards() {
        world.registry.before("delete app " + top.brief(), () -> world.registry.unheard("tags app", 1));

        assertThat(stopped())
                .isEqualTo("stopped by itself: whether all other tags of app are still there can't be read: 500");
        assertThat(journal.outcomes().subList(1, 4)).allMatch(outcome -> outcome.result() == Outcome.Result.SKIPPED);
    }

    @Test
    void isLookedForAfterADeleteOfUnknownOutcomeToo() {
        movedOntoTop("v2");
        world.registry.unknown("delete app " + top.brief(), true, 1);
        world.registry.unheard("resolve app " + top.brief(), 1);

        String why = stopped();

        assertThat(why).isEqualTo(told("v2", "put back to " + top.brief()));
        assertThat(journal.outcome(0))
                .isEqualTo(Outcome.unknown(
                        why + "; and no answer; and whether it is still there can't be read either: 500"));
    }

    @Test
    void theTagsOfTheClosureItselfMayGo() {
        assertThat(stopped()).isEqualTo("not stopped");
        assertThat(world.calls.made("put")).isEmpty();
    }

    /// @param call as it is written down
    private static VanishedTagTest killedAfter(String call) {
        VanishedTagTest whole = new VanishedTagTest();
        whole.movedOntoTop("v2");
        whole.stopped();
        int number = whole.world.calls.made().indexOf(call) + 1;
        assertThat(number).isPositive();
        VanishedTagTest again = new VanishedTagTest();
        again.movedOntoTop("v2");
        assertThat(again.killed(new Death(number, true))).isTrue();
        return again;
    }

    private boolean killed(Death death) {
        world.calls.forget();
        world.calls.dieAt(death);
        try {
            world.carryOut(approved, journal);
            return false;
        } catch (Killed _) {
            // As wanted: the caller resumes.
            return true;
        } finally {
            world.calls.live();
        }
    }

    @Test
    void isPutBackByWhoTakesUpWhatWasKilled() {
        VanishedTagTest again = killedAfter("delete app " + top.brief());
        assertThat(again.world.registry.tagsOf("app")).doesNotContainKey("v2");

        assertThat(again.stopped()).isEqualTo(told("v2", "put back to " + top.brief()));
        assertThat(again.world.registry.tagsOf("app")).containsEntry("v2", top.digest());
    }

    /// By then others may have cleaned up.
    @Test
    void isToldAndNotPutBackAfterALongBreak() {
        VanishedTagTest again = killedAfter("delete app " + top.brief());
        again.journal.away(Duration.ofMinutes(6));

        assertThat(again.stopped())
                .isEqualTo("stopped by itself: since " + top.brief()
                        + " of app was deleted, 6 min ago, went tags that no step names: [v2]; after so long somebody"
                        + " else may have taken them, and they are not put back");
        assertThat(again.world.calls.made("put")).isEmpty();
    }

    /// The tags that were approved to go went, and would be lost if the step passed for not done.
    @Test
    void leavesWhatItWasOnUndoableWhenItIsKilledRightAfterwards() {
        VanishedTagTest again = killedAfter("put app v2 " + top.brief());

        String why = "stopped by itself: " + top.brief()
                + " of app is there, and its tags [v1] are not: nobody knows whether it was deleted and put back since";
        assertThat(again.stopped()).isEqualTo(why);
        assertThat(again.journal.outcome(0)).isEqualTo(Outcome.unknown(why));
        assertThat(again.world.registry.tagsOf("app")).containsEntry("v2", top.digest());
    }

    @Test
    void isUnknownWhereTheTagsCannotBeReadWhenItIsTakenUp() {
        VanishedTagTest again = killedAfter("put app v2 " + top.brief());
        again.world.registry.unheard("tags app", 1);

        again.stopped();

        assertThat(again.journal.outcome(0))
                .isEqualTo(Outcome.unknown(
                        "it was begun, and whether it was deleted and put back can't be read: 500"));
    }

    @Test
    void isThereAndToldWhereverItIsKilled() {
        VanishedTagTest whole = new VanishedTagTest();
        whole.movedOntoTop("v2");
        whole.world.calls.forget();
        whole.stopped();
        int calls = whole.world.calls.made().size();
        assertThat(calls).isGreaterThan(30);
        for (int call = 1; call <= calls; call++) {
            for (boolean after : new boolean[] {false, true}) {
                Death death = new Death(call, after);
                VanishedTagTest again = new VanishedTagTest();
                again.movedOntoTop("v2");
                assertThat(again.killed(death)).as("%s", death).isTrue();
                String why = again.stopped();
                assertThat(why).as("%s", death).startsWith("stopped by itself: ");
                assertThat(again.world.registry.tagsOf("app"))
                        .as("%s", death)
                        .containsEntry("v2", top.digest())
                        .containsKey("v0");
                assertThat(again.journal.outcome(0).mayHaveHappened())
                        .as("%s", death)
                        .isTrue();
                assertThat(again.journal.outcomes().subList(1, 4))
                        .as("%s", death)
                        .containsOnly(Outcome.skipped(why));
                assertThat(again.world.calls.made("delete")).as("%s", death).hasSizeLessThanOrEqualTo(1);
            }
        }
    }
}
