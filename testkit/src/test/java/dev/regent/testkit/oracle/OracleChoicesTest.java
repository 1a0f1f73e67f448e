package dev.regent.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pins what the oracle takes where the contract is silent, one choice a test; numbers are those of
/// [Oracle].
class OracleChoicesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String APP = "team/app";
    private static final PolicyModel CLEAN =
            PolicyModel.everywhere("clean", PolicyModel.remove(new Condition.OlderThan(Duration.ofDays(30))));
    private static final PolicyModel BY_TAG =
            PolicyModel.everywhere("by tag", PolicyModel.remove(new Condition.TagPattern("^.*$")));

    private final World world = new World();

    @BeforeEach
    void pushALastImage() {
        image("newest", 1).push("9.9");
    }

    /// 1
    @Test
    void keepsAReferrerAsSoonAsOneOfItsSubjectsIsLost() {
        Digest old = image("old", 300).push("1.0");
        Digest half = ImageBuilder.in(world, APP, "half")
                .push(ReferrerTags.signature(old), ReferrerTags.sbom(Digest.sha256(new byte[] {1})));

        assertThat(verdict(View.OVER_V2, CLEAN, old)).isEqualTo(Verdict.REMOVE);
        assertThat(verdict(View.OVER_V2, CLEAN, half)).isEqualTo(Verdict.KEEP);
    }

    /// 2
    @Test
    void keepsReferrersThatOnlyBelongToEachOther() {
        Digest self = image("self", 300).push();
        world.tag(APP, ReferrerTags.signature(self), self);
        Digest one = image("one", 300).push();
        Digest other = image("other", 300).push(ReferrerTags.signature(one));
        world.tag(APP, ReferrerTags.signature(other), one);

        assertThat(List.of(self, one, other))
                .allSatisfy(digest ->
                        assertThat(verdict(View.OVER_V2, CLEAN, digest)).isEqualTo(Verdict.KEEP));
    }

    /// 3
    @Test
    void letsAnUntaggedIndexShieldItsTaggedChildFromStorageOnly() {
        Digest child = image("child", 300).push("pr-1");
        IndexBuilder.in(world, APP).child(child).push();
        PolicyModel policy = BY_TAG.emptying();

        assertThat(verdict(View.OVER_V2, policy, child)).isEqualTo(Verdict.REMOVE);
        assertThat(verdict(View.FROM_STORAGE, policy, child)).isEqualTo(Verdict.KEEP);
    }

    /// 4
    @Test
    void takesAnIndexOfArtifactsForAnImageUnlessItDeclaresAType() {
        Digest chart = ImageBuilder.in(world, APP, "chart").chart().push();
        Digest plain =
                IndexBuilder.in(world, APP).child(chart).annotated(day(300)).push("1.0");
        Digest typed = IndexBuilder.in(world, APP)
                .child(chart)
                .annotated(day(300))
                .artifactType("application/vnd.example.bundle")
                .push("1.1");

        assertThat(verdict(View.OVER_V2, CLEAN, plain)).isEqualTo(Verdict.REMOVE);
        assertThat(verdict(View.OVER_V2, CLEAN, typed)).isEqualTo(Verdict.KEEP);
    }

    /// 5
    @Test
    void leavesAnIndexWithAChildOfUnknownMediaTypeUndecided() {
        Digest unknown = OddManifests.unknown(world, APP, "new");
        Digest index =
                IndexBuilder.in(world, APP).child(unknown).annotated(day(300)).push("1.0");

        assertThat(verdict(View.OVER_V2, CLEAN, index)).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict(View.OVER_V2, CLEAN, unknown)).isEqualTo(Verdict.UNDECIDED);
    }

    /// 6
    @Test
    void keepsTheIndexesAboveAUsedChildAndGoesByTheDigestAlone() {
        Digest used = image("used", 300).push();
        Digest sibling = image("sibling", 299).push();
        Digest index = IndexBuilder.in(world, APP).child(used).child(sibling).push("1.0");
        Digest tagged = image("tagged", 300).push("1.1");
        ImageReference reference = new ImageReference("here:1", APP, Optional.of("1.1"), Optional.of(used));
        Question question = question(View.OVER_V2, CLEAN)
                .with(List.of(new Use("host", "web", Use.Kind.RUNNING, Optional.of(reference), Set.of())));

        assertThat(List.of(used, sibling, index))
                .allSatisfy(digest -> assertThat(
                                Oracle.judge(question).of(APP, digest).verdict())
                        .isEqualTo(Verdict.KEEP));
        assertThat(Oracle.judge(question).of(APP, tagged).verdict()).isEqualTo(Verdict.REMOVE);
    }

    /// 6
    @Test
    void doesNotTakeAUseUnderAnotherRegistrysHostForItsOwn() {
        Digest old = image("old", 300).push("1.0");
        ImageReference reference = new ImageReference("other:1", APP, Optional.of("1.0"), Optional.empty());
        List<Use> uses = List.of(new Use("host", "web", Use.Kind.RUNNING, Optional.of(reference), Set.of()));
        Question known = new Question(
                world,
                View.OVER_V2,
                "r",
                Set.of("here:1"),
                Set.of("other:1"),
                List.of(CLEAN),
                Optional.of(uses),
                true,
                NOW);

        assertThat(Oracle.judge(known).of(APP, old).verdict()).isEqualTo(Verdict.REMOVE);
        assertThat(Oracle.judge(question(View.OVER_V2, CLEAN).with(uses))
                        .of(APP, old)
                        .verdict())
                .isEqualTo(Verdict.KEEP);
    }

    /// 8
    @Test
    void neverRemovesAnImageWithoutATimeUnlessTheRepositoryMayGoEmpty() {
        Digest timeless = ImageBuilder.in(world, APP, "timeless").push("1.0");

        assertThat(verdict(View.OVER_V2, BY_TAG, timeless)).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict(View.OVER_V2, BY_TAG.emptying(), timeless)).isEqualTo(Verdict.REMOVE);
    }

    /// 8
    @Test
    void keepsTheNewestOfARepositoryWithoutTags() {
        Digest older =
                ImageBuilder.in(world, "team/empty", "older").created(day(300)).push();
        Digest newer =
                ImageBuilder.in(world, "team/empty", "newer").created(day(200)).push();
        Opinion opinion = Oracle.judge(question(View.FROM_STORAGE, CLEAN));

        assertThat(opinion.of("team/empty", older).verdict()).isEqualTo(Verdict.REMOVE);
        assertThat(opinion.of("team/empty", newer).rules()).containsExactly("last-image");
    }

    /// 9
    @Test
    void takesAnAgeOfExactlyTheLimitForYoung() {
        Digest exact = image("exact", 30).push("1.0");
        Digest older = ImageBuilder.in(world, APP, "older")
                .created("2026-05-01T23:59:59Z")
                .push("1.1");

        assertThat(verdict(View.OVER_V2, CLEAN, exact)).isEqualTo(Verdict.KEEP);
        assertThat(verdict(View.OVER_V2, CLEAN, older)).isEqualTo(Verdict.REMOVE);
    }

    /// 12
    @Test
    void leavesMoreThanSixteenLevelsUndecided() {
        assertThat(verdict(View.OVER_V2, CLEAN, nested(16))).isEqualTo(Verdict.REMOVE);
        assertThat(verdict(View.OVER_V2, CLEAN, nested(17))).isEqualTo(Verdict.UNDECIDED);
    }

    private Digest nested(int levels) {
        Digest top = image("below " + levels, 300).push();
        for (int level = 0; level < levels; level++) {
            top = IndexBuilder.in(world, APP).child(top).push();
        }
        world.tag(APP, "levels-" + levels, top);
        return top;
    }

    private ImageBuilder image(String name, int daysOld) {
        return ImageBuilder.in(world, APP, name).created(day(daysOld));
    }

    private static String day(int daysOld) {
        return NOW.minus(Duration.ofDays(daysOld)).toString();
    }

    private Question question(View view, PolicyModel policy) {
        return Question.about(world, view, List.of(policy), NOW);
    }

    private Verdict verdict(View view, PolicyModel policy, Digest digest) {
        return Oracle.judge(question(view, policy)).of(APP, digest).verdict();
    }
}
