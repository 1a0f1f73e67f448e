package dev.regent.testkit.oracle;

import static dev.regent.testkit.world.PolicyModel.keep;
import static dev.regent.testkit.world.PolicyModel.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.oracle.Opinion.Judged;
import dev.regent.testkit.oracle.Opinion.Step;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Pins the oracle to sentences of the contract, worked out by hand.
class OracleTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String APP = "team/app";
    private static final PolicyModel CLEAN =
            PolicyModel.everywhere("clean", remove(new Condition.OlderThan(Duration.ofDays(30))));

    private final World world = new World();

    @Test
    void keepsEverythingWithoutAPolicy() {
        Digest old = image("old", 300).push("1.0");

        assertThat(judge(View.OVER_V2).of(APP, old))
                .isEqualTo(new Judged(Set.of(Role.IMAGE), Verdict.KEEP, Set.of("no-policy"), false));
    }

    @Test
    void removesWhatIsOldAndKeepsTheLastImage() {
        Digest older = image("older", 300).push("1.0");
        Digest newer = image("newer", 200).push("1.1");
        Opinion opinion = judge(View.OVER_V2, CLEAN);

        assertThat(opinion.steps()).containsExactly(step(older, "1.0"));
        assertThat(opinion.of(APP, newer).rules()).containsExactly("last-image");
    }

    @Test
    void emptiesARepositoryOnlyWhereThePolicySaysSo() {
        Digest old = image("old", 300).push("1.0");

        assertThat(judge(View.OVER_V2, CLEAN.emptying()).steps()).containsExactly(step(old, "1.0"));
    }

    @Test
    void leavesAnImageWithoutATimeUndecided() {
        image("newest", 1).push("2.0");
        Digest epoch = ImageBuilder.in(world, APP, "epoch")
                .created("1970-01-01T00:00:00Z")
                .push("1.0");
        Digest future = ImageBuilder.in(world, APP, "future")
                .created("2027-01-01T00:00:00Z")
                .push("1.1");
        Digest absent = ImageBuilder.in(world, APP, "absent").push("1.2");
        Digest schema1 = OddManifests.schema1(world, APP, "1.3", List.of("layer"));

        assertThat(Set.of(epoch, future, absent, schema1))
                .allSatisfy(digest -> assertVerdict(digest, Verdict.UNDECIDED, CLEAN));
    }

    @Test
    void readsTheAnnotationOnlyWhereTheConfigIsSilent() {
        image("newest", 1).push("2.0");
        Digest silent =
                ImageBuilder.in(world, APP, "silent").annotated(day(100)).push("1.0");
        Digest present = ImageBuilder.in(world, APP, "odd")
                .created("never")
                .annotated(day(100))
                .push("1.1");

        assertVerdict(silent, Verdict.REMOVE, CLEAN);
        assertVerdict(present, Verdict.UNDECIDED, CLEAN);
    }

    @Test
    void takesAnIndexAsOldAsItsNewestPresentChild() {
        image("newest", 1).push("2.0");
        Digest old = image("old", 300).push();
        Digest young = image("young", 10).push();
        Digest index = IndexBuilder.in(world, APP)
                .child(old)
                .child(young)
                .absent("arm64")
                .push("1.0");
        Digest sparse =
                IndexBuilder.in(world, APP).absent("all").annotated(day(100)).push("1.1");

        assertVerdict(index, Verdict.KEEP, CLEAN);
        assertVerdict(old, Verdict.KEEP, CLEAN);
        assertVerdict(sparse, Verdict.REMOVE, CLEAN);
    }

    @Test
    void letsChildrenAndReferrersShareTheFateOfTheirImage() {
        image("newest", 1).push("2.0");
        Digest child = image("child", 300).push();
        Digest index = IndexBuilder.in(world, APP).child(child).push("1.0");
        Digest signature = plain("signature").push(ReferrerTags.signature(index));
        Digest second = plain("signature of a signature").subject(signature).push();

        assertThat(judge(View.FROM_STORAGE, CLEAN).steps())
                .containsExactlyInAnyOrder(
                        step(index, "1.0"), step(child), step(signature, ReferrerTags.signature(index)), step(second));
    }

    @Test
    void keepsAChildThatAnyIndexKeeps() {
        Digest shared = image("shared", 300).push();
        Digest old = IndexBuilder.in(world, APP).child(shared).push("1.0");
        IndexBuilder.in(world, APP)
                .child(shared)
                .child(image("young", 1).push())
                .push("2.0");

        assertThat(judge(View.OVER_V2, CLEAN).steps()).containsExactly(step(old, "1.0"));
    }

    @Test
    void neverRemovesATaggedImageBecauseItsHolderGoes() {
        image("newest", 1).push("2.0");
        Digest child = image("child", 300).push("stable");
        Digest index = IndexBuilder.in(world, APP).child(child).push("1.0");
        PolicyModel policy = PolicyModel.everywhere(
                "p", keep(new Condition.Tags(List.of("stable"))), CLEAN.rules().getFirst());

        assertThat(judge(View.OVER_V2, policy).steps()).containsExactly(step(index, "1.0"));
    }

    @Test
    void givesTheSafestVerdictToATaggedImageThatItsHolderKeeps() {
        Digest child = image("child", 300).push("pr-1");
        IndexBuilder.in(world, APP).child(child).push("stable");
        PolicyModel policy = PolicyModel.everywhere("p", remove(new Condition.TagPattern("^pr-\\d+$")));

        assertVerdict(child, Verdict.KEEP, policy);
    }

    @Test
    void keepsReferrersWhoseSubjectIsNotThere() {
        image("newest", 1).push("2.0");
        Digest lost = Digest.sha256(new byte[] {1});
        Digest byTag = plain("by tag").created(day(300)).push(ReferrerTags.attestation(lost));
        Digest bySubject = plain("by subject").created(day(300)).subject(lost).push();

        assertThat(judge(View.FROM_STORAGE, CLEAN).of(APP, byTag))
                .isEqualTo(judge(View.FROM_STORAGE, CLEAN).of(APP, bySubject))
                .extracting(Judged::verdict)
                .isEqualTo(Verdict.KEEP);
    }

    @Test
    void letsAManifestWithAnOrdinaryTagStandOnItsOwn() {
        image("newest", 1).push("2.0");
        Digest old = image("old", 300).push("1.0");
        Digest lookalike = image("young", 2).push("1.1", ReferrerTags.signature(old));

        assertThat(judge(View.OVER_V2, CLEAN).steps()).containsExactly(step(old, "1.0"));
        assertThat(judge(View.OVER_V2, CLEAN).of(APP, lookalike).roles()).containsExactly(Role.IMAGE);
    }

    @Test
    void keepsAFallbackEntryThatBelongsToAnotherSubject() {
        Digest newest = image("newest", 1).push("2.0");
        Digest old = image("old", 300).push("1.0");
        Digest agreeing = plain("agreeing").subject(old).push();
        Digest disagreeing = plain("disagreeing").subject(newest).push();
        Digest fallback =
                IndexBuilder.in(world, APP).child(agreeing).child(disagreeing).push(ReferrerTags.fallback(old));

        assertThat(judge(View.OVER_V2, CLEAN).steps())
                .containsExactlyInAnyOrder(
                        step(old, "1.0"), step(agreeing), step(fallback, ReferrerTags.fallback(old)));
        assertVerdict(disagreeing, Verdict.KEEP, CLEAN);
    }

    @Test
    void keepsChartsUnlessAPolicyNamesThem() {
        Digest chart =
                ImageBuilder.in(world, APP, "chart").chart().annotated(day(300)).push("1.0");

        assertThat(judge(View.OVER_V2, CLEAN).of(APP, chart).rules()).containsExactly("not-an-image");
        assertVerdict(chart, Verdict.REMOVE, CLEAN.emptying().judging(ImageBuilder.CHART_CONFIG));
    }

    @Test
    void countsTiesByTheGreaterDigestAndIndexesOnce() {
        Digest child = image("child", 50).push("child");
        Digest index = IndexBuilder.in(world, APP).child(child).push("index");
        Digest a = image("a", 50).push("a");
        Digest b = image("b", 60).push("b");
        PolicyModel policy = PolicyModel.everywhere(
                "p", keep(new Condition.Newest(1, false)), CLEAN.rules().getFirst());
        boolean indexFirst = index.compareTo(a) > 0;

        assertVerdict(index, indexFirst ? Verdict.KEEP : Verdict.REMOVE, policy);
        assertVerdict(child, indexFirst ? Verdict.KEEP : Verdict.REMOVE, policy);
        assertVerdict(a, indexFirst ? Verdict.REMOVE : Verdict.KEEP, policy);
        assertVerdict(b, Verdict.REMOVE, policy);
    }

    @Test
    void keepsWhenAnyTagMatchesAndRemovesOnlyWhenAllDo() {
        Digest both = image("both", 300).push("pr-1", "1.0.0");
        Digest only = image("only", 300).push("pr-2");
        image("newest", 1).push("2.0.0");
        PolicyModel policy = PolicyModel.everywhere("p", remove(new Condition.TagPattern("^pr-\\d+$")));

        assertThat(judge(View.OVER_V2, policy).steps()).containsExactly(step(only, "pr-2"));
        assertThat(judge(View.OVER_V2, policy).of(APP, both).rules()).containsExactly("default");
    }

    @Test
    void protectsWhatUsesNameByTagDigestAndConfig() {
        image("newest", 1).push("2.0");
        Digest byTag = image("by tag", 300).push("1.0");
        Digest byDigest = image("by digest", 300).push("1.1");
        Digest child = image("by config", 300).push();
        Digest index = IndexBuilder.in(world, APP).child(child).push("1.2");
        Digest unused = image("unused", 300).push("1.3");
        Question asked = question(View.OVER_V2, CLEAN)
                .with(List.of(
                        use(ImageReference.parse("elsewhere.example/" + APP + ":1.0"), Set.of()),
                        use(Optional.empty(), Set.of(byDigest, config("by config")))));

        assertThat(Set.of(byTag, byDigest, child, index))
                .allSatisfy(
                        digest -> assertThat(Oracle.judge(asked).of(APP, digest).verdict())
                                .isEqualTo(Verdict.KEEP));
        assertThat(Oracle.judge(asked).steps()).containsExactly(step(unused, "1.3"));
        assertThat(Oracle.judge(asked.unheard()).of(APP, unused).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void neverReadsUnheardEnvironmentsAsEmptyButIgnoresThemWhereNobodyAsked() {
        image("newest", 1).push("2.0");
        Digest old = image("old", 300).push("1.0");

        assertThat(Oracle.judge(question(View.OVER_V2, CLEAN).unheard())
                        .of(APP, old)
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
        assertVerdict(old, Verdict.REMOVE, CLEAN);
    }

    @Test
    void leavesUntaggedManifestsAndReferrersUndecidedBesideAnUnknownMediaType() {
        image("newest", 1).push("2.0");
        Digest child = image("child", 300).push();
        Digest index = IndexBuilder.in(world, APP).child(child).push("1.0");
        Digest signature = plain("signature").push(ReferrerTags.signature(index));
        Digest unknown = OddManifests.unknown(world, APP, "new", "odd");
        Opinion opinion = judge(View.FROM_STORAGE, CLEAN);

        assertThat(opinion.steps()).containsExactly(step(index, "1.0"));
        assertThat(opinion.of(APP, child).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(opinion.of(APP, signature).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(opinion.of(APP, unknown).verdict()).isEqualTo(Verdict.KEEP);
        assertThat(opinion.partlyHeard()).isTrue();
        assertThat(opinion.reclaimExact()).isFalse();
    }

    @Test
    void seesOverTheWireOnlyWhatTagsIndexesAndListsOfReferrersLeadTo() {
        Digest child = image("child", 300).push();
        Digest index = IndexBuilder.in(world, APP).child(child).push("1.0");
        Digest referrer = plain("sbom").subject(index).push();
        Digest leftover = image("leftover", 300).push();

        assertThat(judge(View.OVER_V2).verdicts().get(APP)).containsOnlyKeys(child, index);
        assertThat(judge(View.OVER_V2_WITH_REFERRERS).verdicts().get(APP)).containsOnlyKeys(child, index, referrer);
        assertThat(judge(View.FROM_STORAGE).verdicts().get(APP)).containsOnlyKeys(child, index, referrer, leftover);
        assertThat(judge(View.FROM_STORAGE).untagged()).isEqualTo(3);
    }

    @Test
    void countsSharedLayersOnceAndFreesThemWithTheirLastManifest() {
        Digest first = image("first", 300).layer("shared").layer("own of first").push("1.0");
        Digest second =
                image("second", 200).layer("shared").layer("own of second!").push("1.1");
        image("newest", 1).layer("kept").push("2.0");
        world.store("nobody's".getBytes(StandardCharsets.UTF_8));
        Opinion opinion = judge(View.FROM_STORAGE, CLEAN);
        long all = world.blobs().values().stream()
                .mapToLong(content -> content.length)
                .sum();
        List<Step> steps = List.of(step(first, "1.0"), step(second, "1.1"));
        Reclaim reclaim = Reclaim.of(question(View.FROM_STORAGE, CLEAN));

        assertThat(opinion.orphanBytes()).isEqualTo(8);
        assertThat(opinion.uniqueBytes()).isEqualTo(all - 8);
        assertThat(reclaim.prices(steps))
                .containsExactly(
                        length(first) + length(config("first")) + "own of first".length(),
                        length(second) + length(config("second")) + "own of second!shared".length());
        assertThat(opinion.reclaimBytes())
                .isEqualTo(reclaim.prices(steps).stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private ImageBuilder plain(String name) {
        return ImageBuilder.in(world, APP, name);
    }

    private ImageBuilder image(String name, int daysOld) {
        return plain(name).created(day(daysOld));
    }

    private static String day(int daysOld) {
        return NOW.minus(Duration.ofDays(daysOld)).toString();
    }

    private Digest config(String name) {
        return world.blobs().entrySet().stream()
                .filter(blob ->
                        new String(blob.getValue(), StandardCharsets.UTF_8).contains("\"author\":\"" + name + "\""))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private long length(Digest digest) {
        return world.blobs().get(digest).length;
    }

    private static Use use(Optional<ImageReference> reference, Set<Digest> digests) {
        return new Use("host", "service web", Use.Kind.RUNNING, reference, digests);
    }

    private static Step step(Digest digest, String... tags) {
        return new Step(APP, digest, new TreeSet<>(List.of(tags)));
    }

    private Question question(View view, PolicyModel... policies) {
        return Question.about(world, view, List.of(policies), NOW);
    }

    private Opinion judge(View view, PolicyModel... policies) {
        return Oracle.judge(question(view, policies));
    }

    private void assertVerdict(Digest digest, Verdict verdict, PolicyModel policy) {
        assertThat(judge(View.FROM_STORAGE, policy).of(APP, digest).verdict()).isEqualTo(verdict);
    }
}
