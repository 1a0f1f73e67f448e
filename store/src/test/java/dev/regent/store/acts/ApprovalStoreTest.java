package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.approve.ApprovedPlan;
import dev.regent.plan.Plan;
import dev.regent.store.TestDatabase;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalStoreTest {

    private TestDatabase fresh;
    private Desk desk;
    private Plan plan;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), ShelfLimits.USUAL);
        plan = Desk.plan("main", "a", 2);
        desk.keep(plan);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void givesBackTheApprovalThatHolds() {
        ApprovedPlan approved = desk.granted(plan);

        assertThat(desk.approvals.findValid(plan.digest())).contains(approved.approval());
        assertThat(desk.plans.head(plan.digest()).orElseThrow().state()).isEqualTo(PlanState.APPROVED);
    }

    @Test
    void keepsTheFirstOfTwoThatComeAtOnce() {
        ApprovedPlan first = desk.approve(plan, Desk.LONG);
        ApprovedPlan second = desk.approve(plan, Desk.LONG);

        assertThat(desk.approvals.grant(first)).isEmpty();
        assertThat(desk.approvals.grant(second))
                .contains("plan " + plan.digest().brief() + " was approved by somebody else just now");
        assertThat(desk.approvals.findValid(plan.digest())).contains(first.approval());
    }

    @Test
    void leavesAPlanOpenWhoseApprovalLapsed() {
        ApprovedPlan first = desk.granted(plan);
        desk.execute("update approvals set until_at = clock_timestamp()");

        assertThat(desk.approvals.findValid(plan.digest())).isEmpty();
        assertThat(desk.plans.head(plan.digest()).orElseThrow().state()).isEqualTo(PlanState.OPEN);
        ApprovedPlan second = desk.granted(plan);
        assertThat(desk.approvals.findValid(plan.digest())).contains(second.approval());
        assertThat(desk.approvals.find(first.approval().id()).orElseThrow().state())
                .isEqualTo(StoredApproval.State.LAPSED);
        assertThat(desk.approvals.list(Page.Request.FIRST).items())
                .isEqualTo(desk.approvals.ofPlan(plan.digest()))
                .extracting(stored -> stored.approval().id())
                .containsExactly(second.approval().id(), first.approval().id());
    }

    @Test
    void givesOneApprovalToOneExecutionOnly() {
        ApprovedPlan approved = desk.granted(plan);

        ExecutionStore.Creation first = desk.executions.create(NewExecution.apply(approved, "bob", _ -> true));
        ExecutionStore.Creation second = desk.executions.create(NewExecution.apply(approved, "bob", _ -> true));

        String id = ((ExecutionStore.Creation.Created) first).head().id();
        assertThat(second).isInstanceOf(ExecutionStore.Creation.Refused.class);
        StoredApproval used = desk.approvals.find(approved.approval().id()).orElseThrow();
        assertThat(used.state()).isEqualTo(StoredApproval.State.USED);
        assertThat(used.execution()).contains(id);
        assertThat(desk.plans.head(plan.digest()).orElseThrow().state()).isEqualTo(PlanState.CARRIED_OUT);
    }

    @Test
    void opensAPlanWhoseApprovalIsWithdrawn() {
        ApprovedPlan approved = desk.granted(plan);

        assertThat(withdraw(approved.approval().id())).isEmpty();

        assertThat(desk.plans.head(plan.digest()).orElseThrow().state()).isEqualTo(PlanState.OPEN);
        assertThat(withdraw(approved.approval().id()))
                .contains("approval " + approved.approval().id() + " is withdrawn already, and can't be withdrawn");
        assertThat(withdraw("none")).contains("there is no approval none");
    }

    @Test
    void doesNotWithdrawWhatAnExecutionTook() {
        ApprovedPlan approved = desk.granted(plan);
        desk.executions.create(NewExecution.apply(approved, "bob", _ -> true));

        assertThat(withdraw(approved.approval().id()).orElseThrow()).contains("is used already");
    }

    private Optional<String> withdraw(String id) {
        return desk.database.inTransaction((Handle in) -> desk.approvals.withdraw(in, id, "bob", "a mistake"));
    }
}
