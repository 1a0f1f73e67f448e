package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import dev.regent.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanStoreTest {

    private TestDatabase fresh;
    private Desk desk;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), ShelfLimits.USUAL);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void givesBackAllOfAPlan() {
        Plan plan = Desk.plan("main", "a", 2500);

        PlanHead head = desk.plans
                .keep(new NewPlan(plan, "ann", Desk.LONG, 7000, List.of("say that all is named"), "[1]"))
                .head();

        StoredPlan stored = desk.plans.load(plan.digest()).orElseThrow();
        assertThat(stored.head()).isEqualTo(head);
        assertThat(stored.sources()).isEqualTo("[1]");
        assertThat(stored.plan()).isEqualTo(PlanRows.storable(plan));
        assertThat(stored.proposed().unmet()).containsExactly("say that all is named");
        assertThat(Duration.between(head.madeAt(), head.expires())).isEqualTo(Desk.LONG);
        assertThat(head.state()).isEqualTo(PlanState.OPEN);
        assertThat(head.steps()).isEqualTo(2500);
        assertThat(head.manifests()).isEqualTo(7000);
    }

    @Test
    void replacesOnlyWhatTheDatabaseCannotHold() {
        Step step = PlanRows.storable(Desk.plan("main", "a", 1)).steps().getFirst();

        assertThat(step.reason()).isEqualTo("older than 30d \uFFFD ünï");
        assertThat(step.tags()).containsExactly("a.0", "a.0-too");
    }

    @Test
    void renewsAPlanThatIsMadeAgain() {
        Plan plan = Desk.plan("main", "a", 3);
        PlanHead first = desk.keep(plan);
        PlanHead other = desk.keep(Desk.plan("main", "b", 1));

        PlanStore.Kept again = desk.plans.keep(Desk.proposed(plan));

        assertThat(again.renewed()).isTrue();
        assertThat(again.head().expires()).isAfter(first.expires());
        assertThat(desk.plans.list(Optional.of("main"), Page.Request.FIRST).items())
                .containsExactly(again.head(), other);
    }

    @Test
    void opensAnExpiredPlanAgain() {
        Plan plan = Desk.plan("main", "a", 3);
        desk.keep(plan);
        desk.execute("update plans set expires = clock_timestamp() - interval '1 second'");

        assertThat(desk.plans.head(plan.digest()).orElseThrow().state()).isEqualTo(PlanState.EXPIRED);
        assertThat(desk.keep(plan).state()).isEqualTo(PlanState.OPEN);
    }

    @Test
    void leavesAnApprovedPlanAsItIs() {
        Plan plan = Desk.plan("main", "a", 3);
        PlanHead kept = desk.keep(plan);
        desk.granted(plan);

        PlanStore.Kept again = desk.plans.keep(new NewPlan(plan, "eve", Desk.LONG, 1, List.of(), "[]"));

        assertThat(again.head().state()).isEqualTo(PlanState.APPROVED);
        assertThat(again.head().proposer()).isEqualTo("ann");
        assertThat(again.head().number()).isEqualTo(kept.number());
    }

    @Test
    void findsAPlanByTheBeginningOfItsDigest() {
        Digest digest = desk.keep(Desk.plan("main", "a", 1)).digest();
        List<Digest> digests = new ArrayList<>(List.of(digest));
        for (int i = 0; i < 20; i++) {
            digests.add(desk.keep(Desk.plan("main", "other" + i, 1)).digest());
        }

        assertThat(desk.plans.find(digest.value())).isEqualTo(new PlanMatch.One(digest));
        assertThat(desk.plans.find(digest.brief())).isEqualTo(new PlanMatch.One(digest));
        assertThat(desk.plans.find("sha256:" + digest.brief())).isEqualTo(new PlanMatch.One(digest));
        assertThat(desk.plans.find("%")).isEqualTo(new PlanMatch.None());
        assertThat(desk.plans.find("")).isEqualTo(new PlanMatch.None());
        assertThat(desk.plans.find(Desk.digest("none").hex())).isEqualTo(new PlanMatch.None());
        String shared = digests.stream()
                .map(each -> each.hex().substring(0, 1))
                .filter(each -> digests.stream()
                                .filter(other -> other.hex().startsWith(each))
                                .count()
                        > 1)
                .findFirst()
                .orElseThrow();
        assertThat(desk.plans.find(shared)).isInstanceOf(PlanMatch.Several.class);
    }

    @Test
    void listsPlansPageByPage() {
        List<PlanHead> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            kept.add(desk.keep(Desk.plan("main", "p" + i, 1)));
        }
        desk.keep(Desk.plan("other", "q", 1));
        Collections.reverse(kept);

        Page<PlanHead> first = desk.plans.list(Optional.of("main"), new Page.Request(Optional.empty(), 3));
        Page<PlanHead> second = desk.plans.list(Optional.of("main"), new Page.Request(first.next(), 3));

        assertThat(first.items()).isEqualTo(kept.subList(0, 3));
        assertThat(second.items()).isEqualTo(kept.subList(3, 5));
        assertThat(second.next()).isEmpty();
        assertThat(desk.plans.list(Optional.empty(), Page.Request.FIRST).items())
                .hasSize(6);
    }

    @Test
    void refusesAPlanThatWasChangedBehindItsBack() {
        for (String change : List.of(
                "update plan_steps set digest = '" + Desk.digest("x") + "' where number = 1",
                "update plan_steps set tags = '{}' where number = 0",
                "update plan_steps set bytes = bytes + 1 where number = 0",
                "update plan_steps set number = 7 - number",
                "delete from plan_steps where number = 2",
                "update plans set proposer = 'bob'",
                "update plans set unmet = '{}'",
                "update plans set content_sha256 = 'x'",
                "update plans set registries = '{other}'")) {
            Plan plan = Desk.plan("main", "a", 3);
            desk.plans.keep(new NewPlan(plan, "ann", Desk.LONG, 10, List.of("unmet"), "[]"));
            assertThat(desk.plans.load(plan.digest())).isPresent();

            desk.execute(change);

            assertThatThrownBy(() -> desk.plans.load(plan.digest()))
                    .as(change)
                    .isInstanceOf(ChangedRowException.class)
                    .hasMessageContaining("plan " + plan.digest() + " was changed in the database");
        }
    }

    @Test
    void makesAllThatIsOpenVoid() {
        Plan open = Desk.plan("main", "open", 1);
        Plan approved = Desk.plan("main", "approved", 1);
        desk.keep(open);
        desk.keep(approved);
        ApprovedPlan approval = desk.granted(approved);

        PlanStore.Voided voided =
                desk.database.inTransaction((Handle in) -> desk.plans.voidOpen(in, "the database is older"));

        assertThat(voided).isEqualTo(new PlanStore.Voided(2, 1));
        assertThat(desk.plans.load(open.digest()).orElseThrow().proposed().closed())
                .contains("the plan is void: the database is older; have it made anew");
        assertThat(desk.approvals.findValid(approved.digest())).isEmpty();
        assertThat(desk.executions.create(NewExecution.apply(approval, "bob", _ -> true)))
                .isInstanceOf(ExecutionStore.Creation.Refused.class);
        assertThat(desk.keep(open).state()).isEqualTo(PlanState.OPEN);
    }

    @Test
    void supersedesOnlyWhatIsOpen() {
        Plan plan = Desk.plan("main", "a", 1);
        desk.keep(plan);
        desk.granted(plan);
        Plan other = Desk.plan("main", "b", 1);
        desk.keep(other);

        assertThat(supersede(plan)).isFalse();
        assertThat(supersede(other)).isTrue();
        assertThat(desk.plans.head(other.digest()).orElseThrow().state()).isEqualTo(PlanState.SUPERSEDED);
        desk.granted(other);
        assertThat(desk.plans.head(other.digest()).orElseThrow().state()).isEqualTo(PlanState.APPROVED);
    }

    private boolean supersede(Plan plan) {
        return desk.database.inTransaction((Handle in) -> desk.plans.supersede(in, plan.digest(), "a newer one"));
    }
}
