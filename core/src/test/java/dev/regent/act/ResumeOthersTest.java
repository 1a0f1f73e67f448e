package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Limits;
import dev.regent.act.StepState.Begun;
import dev.regent.act.StepState.Ended;
import dev.regent.approve.ApprovedPlan;
import org.junit.jupiter.api.Test;

/// How an execution of other plans goes on that was interrupted.
class ResumeOthersTest {

    private final Sample leaf = Sample.image("leaf", 90);
    private final Sample middle = Sample.index("middle", leaf);
    private final Sample young = Sample.image("young", 1);

    @Test
    void remembersHowManyFailedInARow() {
        World many = new World();
        for (int i = 0; i < 6; i++) {
            many.push(Sample.image("many " + i, 100 + i), "m" + i);
        }
        many.limits = new Limits(3);
        ApprovedPlan plan = many.approved();
        FakeJournal partly = many.journal(plan);
        partly.set(0, new Ended(Outcome.failed("x")));
        partly.set(1, new Ended(Outcome.done()));
        partly.set(2, new Ended(Outcome.failed("x")));
        partly.set(3, new Ended(Outcome.failed("x")));
        many.registry.refuse("delete", 403);

        assertThat(many.carryOut(plan, partly))
                .isEqualTo(new End.Stopped("stopped by itself: 3 steps in a row failed"));
        assertThat(many.calls.made("delete")).hasSize(1);
    }

    @Test
    void finishesWhatHasNoOtherTagsThanThoseThatWereApproved() {
        World tagged = new World();
        tagged.push(leaf, "leaf").push(middle, "v1").push(young, "v2");
        ApprovedPlan plan = tagged.approved();
        FakeJournal partly = tagged.journal(plan);
        tagged.registry.before("delete app " + leaf.brief(), () -> {
            throw new Calls.Killed();
        });

        assertThatThrownBy(() -> tagged.carryOut(plan, partly)).isInstanceOf(Calls.Killed.class);
        assertThat(partly.states()).containsExactly(new Ended(Outcome.done()), new Begun());
        tagged.carryOut(plan, partly);

        assertThat(partly.outcomes()).containsOnly(Outcome.done());
        assertThat(tagged.registry.manifests()).containsExactly(young.digest());
    }
}
