package dev.regent.approve;

import static dev.regent.given.Estate.anEstate;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.approve.Approving.Decision;
import dev.regent.approve.Approving.Request;
import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may say yes to what, and what that makes.
class ApprovingTest {

    private static final Plan PLAN = plan(30);
    private static final Plan EMPTY = plan(1000);
    private static final Instant EXPIRES = NOW.plus(Duration.ofHours(1));
    private static final ApprovalRules ONE_HAND = new ApprovalRules(false, 0.2, 1000, Duration.ofHours(24));
    private static final String EXPIRED = "the plan expired at " + EXPIRES + "; have it made anew";
    private static final String NO_STEP = "the plan has no step: there is nothing to approve";
    private static final String NO_REASON = "a reason is missing: say why this may be done";
    private static final String OWN =
            "ann proposed this plan, so somebody else has to approve it; where one person does everything, set"
                    + " `approval: {distinctApprover: false}`, and the record will say so";

    private static Plan plan(int olderThan) {
        return anEstate(aRegistry()
                        .with(aRepository()
                                .with(anImage(1).builtDaysAgo(90), "v1")
                                .with(anImage(2).builtDaysAgo(80), "v2")
                                .with(anImage(3).builtDaysAgo(1), "v3")))
                .plan(aPolicy().removeOlderThan(olderThan));
    }

    private static ProposedPlan proposed(Plan plan, String... unmet) {
        return new ProposedPlan(plan, "ann", EXPIRES, 100, List.of(unmet), Optional.empty());
    }

    private static Request by(String who) {
        return new Request("a-1", who, "  old images ", false, NOW);
    }

    private static List<String> refused(ProposedPlan proposed, Request request, ApprovalRules rules) {
        return Approving.decide(proposed, request, rules) instanceof Decision.Refused(List<String> reasons)
                ? reasons
                : List.of("granted");
    }

    private static Approval granted(ProposedPlan proposed, Request request, ApprovalRules rules) {
        return switch (Approving.decide(proposed, request, rules)) {
            case Decision.Granted(ApprovedPlan approved) -> {
                assertThat(approved.plan()).isSameAs(proposed.plan());
                yield approved.approval();
            }
            case Decision.Refused(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    @Test
    void refusesWhatIsUnmet() {
        assertThat(refused(
                        proposed(PLAN, "main doesn't say that its environments are complete"),
                        by("bob"),
                        ApprovalRules.USUAL))
                .containsExactly("main doesn't say that its environments are complete");
    }

    @Test
    void refusesWhatIsNoLongerOpen() {
        ProposedPlan closed = new ProposedPlan(PLAN, "ann", EXPIRES, 100, List.of(), Optional.of("it was carried out"));

        assertThat(refused(closed, by("bob"), ApprovalRules.USUAL)).containsExactly("it was carried out");
    }

    @Test
    void refusesFromTheMomentOnAtWhichThePlanExpires() {
        Request late = new Request("a-1", "bob", "old", false, EXPIRES);
        Request just = new Request("a-1", "bob", "old", false, EXPIRES.minusNanos(1));

        assertThat(refused(proposed(PLAN), late, ApprovalRules.USUAL)).containsExactly(EXPIRED);
        assertThat(granted(proposed(PLAN), just, ApprovalRules.USUAL).at()).isEqualTo(just.at());
    }

    @Test
    void refusesAPlanOfNoSteps() {
        assertThat(refused(proposed(EMPTY), by("bob"), ApprovalRules.USUAL)).containsExactly(NO_STEP);
    }

    @Test
    void refusesABlankReason() {
        assertThat(refused(proposed(PLAN), new Request("a-1", "bob", " \t", false, NOW), ApprovalRules.USUAL))
                .containsExactly(NO_REASON);
    }

    @Test
    void refusesTheProposer() {
        assertThat(refused(proposed(PLAN), by("ann"), ApprovalRules.USUAL)).containsExactly(OWN);
    }

    @Test
    void refusesALargePlanUnlessItIsKnownToBeLarge() {
        ProposedPlan large = new ProposedPlan(PLAN, "ann", EXPIRES, 10, List.of(), Optional.empty());

        assertThat(refused(large, by("bob"), ApprovalRules.USUAL))
                .containsExactly("the plan is large: 2 of 10 manifests (the limits are 1000 manifests and 20 %); look"
                        + " at it again and approve it with --allow-large");
        assertThat(granted(large, new Request("a-1", "bob", "old", true, NOW), ApprovalRules.USUAL)
                        .by())
                .isEqualTo("bob");
    }

    @Test
    void saysAllThatStandsAgainstItAtOnce() {
        ProposedPlan bad = new ProposedPlan(EMPTY, "ann", EXPIRES, 100, List.of("one", "two"), Optional.of("closed"));
        Request late = new Request("a-1", "ann", "", false, EXPIRES);

        assertThat(refused(bad, late, ApprovalRules.USUAL))
                .containsExactly("one", "two", "closed", EXPIRED, NO_STEP, NO_REASON, OWN);
    }

    @Test
    void grantsWhatNothingStandsAgainst() {
        assertThat(granted(proposed(PLAN), by("bob"), ApprovalRules.USUAL))
                .isEqualTo(new Approval(
                        "a-1", PLAN.digest(), "ann", "bob", "old images", NOW, NOW.plus(Duration.ofHours(24)), false));
    }

    @Test
    void recordsThatOneHandProposedAndApproved() {
        assertThat(granted(proposed(PLAN), by("ann"), ONE_HAND).sameHand()).isTrue();
        assertThat(granted(proposed(PLAN), by("bob"), ONE_HAND).sameHand()).isFalse();
    }

    @Test
    void isLargeFromANumberOn() {
        ApprovalRules rules = new ApprovalRules(true, 1, 5, Duration.ofHours(1));

        assertThat(rules.isLarge(4, 1000)).isFalse();
        assertThat(rules.isLarge(5, 1000)).isTrue();
    }

    @Test
    void isLargeFromAShareOnInDecimals() {
        ApprovalRules rules = new ApprovalRules(true, 0.07, 1000, Duration.ofHours(1));

        assertThat(rules.isLarge(6, 100)).isFalse();
        assertThat(rules.isLarge(7, 100)).isTrue();
        assertThat(rules.isLarge(8, 100)).isTrue();
        assertThat(rules.isLarge(1, 0)).isFalse();
    }

    @Test
    void takesRulesThatMakeSense() {
        assertThatThrownBy(() -> new ApprovalRules(true, 0, 1, Duration.ofHours(1)))
                .hasMessage("share is more than 0 and at most 1, got 0.0");
        assertThatThrownBy(() -> new ApprovalRules(true, 1.01, 1, Duration.ofHours(1)))
                .hasMessage("share is more than 0 and at most 1, got 1.01");
        assertThatThrownBy(() -> new ApprovalRules(true, Double.NaN, 1, Duration.ofHours(1)))
                .hasMessage("share is more than 0 and at most 1, got NaN");
        assertThatThrownBy(() -> new ApprovalRules(true, 1, 0, Duration.ofHours(1)))
                .hasMessage("manifests is 1 or more, got 0");
        assertThatThrownBy(() -> new ApprovalRules(true, 1, 1, Duration.ZERO))
                .hasMessage("an approval holds for some time, got PT0S");
    }

    @Test
    void anApprovalIsVoidFromItsEndOn() {
        Approval approval = granted(proposed(PLAN), by("bob"), ApprovalRules.USUAL);

        assertThat(approval.holdsAt(approval.until().minusNanos(1))).isTrue();
        assertThat(approval.holdsAt(approval.until())).isFalse();
    }

    @Test
    void anApprovalHasAReasonAndLasts() {
        Digest plan = PLAN.digest();
        assertThatThrownBy(() -> new Approval("a", plan, "ann", "bob", " ", NOW, EXPIRES, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an approval has a reason");
        assertThatThrownBy(() -> new Approval("a", plan, "ann", "bob", "x", NOW, NOW, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an approval of " + NOW + " can't end at " + NOW);
    }

    @Test
    void isTakenUpAgainForItsOwnPlanOnly() {
        Approval approval = granted(proposed(PLAN), by("bob"), ApprovalRules.USUAL);

        ApprovedPlan again = Approving.resume(PLAN, approval);

        assertThat(again.plan()).isEqualTo(PLAN);
        assertThat(again.approval()).isEqualTo(approval);
        assertThat(again).hasToString("plan " + PLAN.digest().brief() + ", approved by bob");
        assertThatThrownBy(() -> Approving.resume(EMPTY, approval))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("approval a-1 is for plan " + PLAN.digest() + ", not for " + EMPTY.digest());
    }

    @Test
    void keepsWhatItWasGiven() {
        List<String> unmet = new ArrayList<>(List.of("one"));
        ProposedPlan proposed = new ProposedPlan(PLAN, "ann", EXPIRES, 1, unmet, Optional.empty());
        Decision.Refused refused = new Decision.Refused(unmet);
        unmet.clear();

        assertThat(proposed.unmet()).containsExactly("one");
        assertThat(refused.reasons()).containsExactly("one");
        assertThat(Approving.obstacles(proposed, NOW)).containsExactly("one");
    }
}
