package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Calls.Death;
import dev.regent.act.Calls.Killed;
import dev.regent.act.Execution.End;
import dev.regent.approve.ApprovedPlan;
import java.util.List;
import org.assertj.core.api.Assertions;
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

    @Test
    void goesBackToWhereItWas() {
        world.registry.takesAlong(top.digest(), "v2");

        String why = stopped();

        assertThat(why).isEqualTo(told("v2", "put back to " + young.brief()));
        assertThat(world.registry.tagsOf("app")).containsEntry("v2", young.digest());
        assertThat(journal.outcome(0)).isEqualTo(new Outcome(Outcome.Result.DONE, why));
        assertThat(journal.outcomes().subList(1, 4)).containsOnly(Outcome.skipped(why));
        assertThat(world.calls.made("delete")).hasSize(1);
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
    void isPutOnNothingElseWhereItsTargetCannotBeRead() {
        world.registry.takesAlong(top.digest(), "v2");
        world.registry.unheard("manifest app " + young.brief(), 1);

        assertThat(stopped()).isEqualTo(told("v2", "it can't be put back: what it pointed at can't be read: 500"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void isPutOnNothingElseWhereItsTargetIsGone() {
        world.registry.takesAlong(top.digest(), "v2");
        world.registry.before("manifest app " + young.brief(), () -> world.registry.remove("app", young.digest()));

        assertThat(stopped()).isEqualTo(told("v2", "it can't be put back: what it pointed at is gone"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void saysWhatCameOfPuttingItBack() {
        world.registry.takesAlong(top.digest(), "v2");
        world.registry.unknown("put app v2", false, 1);

        assertThat(stopped()).isEqualTo(told("v2", "whether it was put back is not known: no answer"));
    }

    @Test
    void saysThatTheRepositoryIsUnknown() {
        world.registry.takesAlong(top.digest(), "v2");
        world.registry.gone("put app v2");

        assertThat(stopped()).isEqualTo(told("v2", "it can't be put back: the registry doesn't know the repository"));
    }

    @Test
    void allTagsOfARepositoryThatWentArePutBack() {
        world.push(young, "v3");
        world.registry.before("delete app " + top.brief(), () -> {
            world.registry.untag("app", "v2");
            world.registry.untag("app", "v3");
        });

        assertThat(stopped())
                .isEqualTo(told("v0", "x")
                        .replaceAll(
                                "v0: x", "v2: put back to " + young.brief() + "; v3: put back to " + young.brief()));
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
        world.registry.takesAlong(top.digest(), "v2");
        world.registry.unknown("delete app " + top.brief(), true, 1);
        world.registry.unheard("resolve app " + top.brief(), 1);

        String why = stopped();

        assertThat(why).isEqualTo(told("v2", "put back to " + young.brief()));
        assertThat(journal.outcome(0))
                .isEqualTo(Outcome.unknown(
                        why + "; and no answer; and whether it is still there can't be read either: 500"));
    }

    @Test
    void theTagsOfTheClosureItselfMayGo() {
        assertThat(stopped()).isEqualTo("not stopped");
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void staysStoppedWhenItIsKilledThen() {
        world.registry.takesAlong(top.digest(), "v2");
        for (int call = 1; call < 60; call++) {
            VanishedTagTest again = new VanishedTagTest();
            again.world.registry.takesAlong(top.digest(), "v2");
            again.world.calls.dieAt(new Death(call, true));
            try {
                again.world.carryOut(again.approved, again.journal);
                assertThat(call).isGreaterThan(10);
                return;
            } catch (Killed _) {
                again.world.calls.live();
            }
            boolean told = again.journal.outcome(0).result() == Outcome.Result.DONE;
            if (told) {
                String why = again.stopped();
                assertThat(why).isEqualTo(told("v2", "put back to " + young.brief()));
                assertThat(again.journal.outcomes().subList(1, 4)).containsOnly(Outcome.skipped(why));
                assertThat(again.world.calls.made("delete")).hasSize(1);
            }
        }
        Assertions.fail("it never came to its end");
    }
}
