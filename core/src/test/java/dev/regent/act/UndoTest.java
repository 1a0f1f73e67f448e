package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Execution.End;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What was deleted comes back, as far as its bytes are there.
class UndoTest {

    private static final String LOST = ": it has collected its garbage since";

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample arm = Sample.image("arm", 91);
    private final Sample index = Sample.index("index", amd, arm);
    private final Sample signature = Sample.referrer("signature", index);
    private final Sample cosign = Sample.image("cosign", 95);
    private final Sample other = Sample.image("other", 92);
    private final Sample young = Sample.image("young", 1);
    private final List<String> before;
    private final List<KeptManifest> kept;
    private FakeJournal journal;

    /// An index with two children and two signatures was deleted, and an image.
    UndoTest() {
        world.push(amd)
                .push(arm)
                .push(index, "v1", "v1.0")
                .push(signature)
                .push(cosign, index.fallbackTag() + ".sig")
                .push(other, "v0")
                .push(young, "v2");
        before = world.registry.content();
        ApprovedPlan approved = world.approved();
        FakeJournal deleting = world.journal(approved);
        world.carryOut(approved, deleting);
        assertThat(world.registry.content()).hasSize(2);
        kept = deleting.shelf();
        assertThat(kept).hasSize(6);
        world.calls.forget();
        journal = world.journal(kept);
    }

    private End undo() {
        return world.undo(kept, journal);
    }

    private int number(Sample sample, String tag) {
        List<RestoreStep> steps = RestoreStep.of(kept);
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).digest().equals(sample.digest())
                        && steps.get(i).tag().orElse("").equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private Outcome outcome(Sample sample) {
        return outcome(sample, "");
    }

    private Outcome outcome(Sample sample, String tag) {
        return journal.outcome(number(sample, tag));
    }

    private List<String> put(Sample sample) {
        return world.calls.made("put").stream()
                .filter(call -> call.endsWith(sample.brief()))
                .toList();
    }

    @Test
    void leavesAllAsItWas() {
        Digest plan = planBefore();

        assertThat(undo()).isEqualTo(new End.Done());

        assertThat(journal.outcomes()).hasSize(10).containsOnly(Outcome.done());
        assertThat(world.registry.content()).isEqualTo(before);
        assertThat(world.plan().digest()).isEqualTo(plan);
    }

    private Digest planBefore() {
        return new UndoTest().planOfTheStart();
    }

    private Digest planOfTheStart() {
        World fresh = new World();
        fresh.push(amd)
                .push(arm)
                .push(index, "v1", "v1.0")
                .push(signature)
                .push(cosign, index.fallbackTag() + ".sig")
                .push(other, "v0")
                .push(young, "v2");
        return fresh.plan().digest();
    }

    @Test
    void putsChildrenThenIndexThenReferrersThenTags() {
        undo();

        List<String> puts = world.calls.made("put").stream()
                .filter(call -> !call.contains(other.brief()))
                .map(call -> call.substring("put app ".length()).split(" ", -1)[0])
                .toList();
        assertThat(puts.subList(0, 2)).containsExactlyInAnyOrder(amd.brief(), arm.brief());
        assertThat(puts.get(2)).isEqualTo(index.brief());
        assertThat(puts.subList(3, 5)).containsExactlyInAnyOrder(signature.brief(), cosign.brief());
        assertThat(puts.subList(5, 8)).containsExactlyInAnyOrder("v1", "v1.0", index.fallbackTag() + ".sig");
    }

    @Test
    void putsNestedIndexesFromTheInside() {
        Sample leaf = Sample.image("leaf", 90);
        Sample middle = Sample.index("middle", leaf);
        Sample top = Sample.index("top", middle, leaf);

        assertThat(RestoreStep.of(List.of(keptOf(top), keptOf(leaf), keptOf(middle))))
                .extracting(RestoreStep::digest)
                .containsExactly(leaf.digest(), middle.digest(), top.digest());
    }

    @Test
    void putsWhatIsOnARingAsItComes() {
        Sample one = Sample.image("one", 90);
        Sample two = Sample.image("two", 90);
        List<KeptManifest> ring = List.of(keptOf(one, two.fallbackTag()), keptOf(two, one.fallbackTag()));

        assertThat(RestoreStep.of(ring))
                .filteredOn(step -> step.tag().isEmpty())
                .extracting(RestoreStep::digest)
                .containsExactly(two.digest(), one.digest());
    }

    private KeptManifest keptOf(Sample sample, String... tags) {
        return KeptManifest.of(
                "app", sample.raw(), List.of(tags), sample.content().manifest(), index.digest());
    }

    @Test
    void refusesStatesThatAreNotTheSteps() {
        assertThatThrownBy(() -> Undo.run(kept, world.tools(journal), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 states for 10 steps");
    }

    @Test
    void leavesATagThatPointsElsewhereNow() {
        world.push(young, "v1");

        undo();

        assertThat(outcome(index, "v1"))
                .isEqualTo(Outcome.skipped("the tag points at " + young.brief() + " now, and stays there"));
        assertThat(world.registry.tagsOf("app"))
                .containsEntry("v1", young.digest())
                .containsEntry("v1.0", index.digest());
        assertThat(outcome(index)).isEqualTo(Outcome.done());
    }

    @Test
    void leavesATagThatPointsElsewhereSinceTheLastTry() {
        world.registry.before("put app v1 ", () -> world.push(young, "v1"));
        world.registry.unknown("put app v1 ", false, 1);

        undo();

        assertThat(world.registry.tagsOf("app")).containsEntry("v1", young.digest());
        assertThat(outcome(index, "v1"))
                .isEqualTo(Outcome.skipped("the tag points at " + young.brief() + " now, and stays there"));
    }

    @Test
    void leavesATagWhosePlaceCannotBeRead() {
        world.registry.unheard("resolve app v1.0", 1);

        undo();

        assertThat(outcome(index, "v1.0")).isEqualTo(Outcome.failed("where the tag points now can't be read: 500"));
        assertThat(world.registry.tagsOf("app")).doesNotContainKey("v1.0");
    }

    @Test
    void putsNothingThatIsThere() {
        for (Sample sample : List.of(amd, arm, index)) {
            world.push(sample);
        }
        world.push(index, "v1", "v1.0");

        undo();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(put(index)).isEmpty();
        assertThat(put(amd)).isEmpty();
        assertThat(world.registry.content()).isEqualTo(before);
    }

    @Test
    void cannotPutBackWhatLostABlob() {
        world.registry.lose("app", other.layer());

        undo();

        Outcome lost = new Outcome(
                Outcome.Result.IMPOSSIBLE,
                "the registry has lost blob " + other.layer().brief() + LOST);
        assertThat(outcome(other)).isEqualTo(lost);
        assertThat(outcome(other, "v0")).isEqualTo(lost);
        assertThat(put(other)).isEmpty();
        assertThat(outcome(index)).isEqualTo(Outcome.done());
    }

    @Test
    void cannotPutBackWhatDependsOnWhatLostABlob() {
        world.registry.lose("app", arm.config());

        undo();

        String why = "the registry has lost blob " + arm.config().brief() + LOST;
        String indexWhy = "its child " + arm.brief() + " can't be put back: " + why;
        assertThat(outcome(arm)).isEqualTo(new Outcome(Outcome.Result.IMPOSSIBLE, why));
        assertThat(outcome(index)).isEqualTo(new Outcome(Outcome.Result.IMPOSSIBLE, indexWhy));
        for (Sample dependent : List.of(amd, signature, cosign)) {
            assertThat(outcome(dependent))
                    .isEqualTo(new Outcome(
                            Outcome.Result.IMPOSSIBLE,
                            "it belongs to " + index.brief() + " can't be put back: " + indexWhy));
        }
        assertThat(world.calls.made("put"))
                .containsExactly("put app " + other.brief() + " " + other.brief(), "put app v0 " + other.brief());
    }

    @Test
    void putsBackWhatTheGarbageCollectionLeft() {
        world.registry.collectGarbage();

        undo();

        assertThat(journal.results()).containsOnly(Outcome.Result.IMPOSSIBLE);
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void failsAndIsNotImpossibleWhereABlobCannotBeRead() {
        world.registry.unheard("lastByte app " + other.layer().brief(), 1);

        undo();

        assertThat(outcome(other))
                .isEqualTo(
                        Outcome.failed("whether blob " + other.layer().brief() + " is still there can't be read: 500"));
        assertThat(put(other)).isEmpty();
    }

    @Test
    void asksForEachBlobOnce() {
        undo();

        assertThat(world.calls.made("lastByte").stream().distinct().toList()).hasSize(11);
        assertThat(world.calls.made("lastByte")).hasSize(12);
    }

    @Test
    void needsAChildThatStayed() {
        Sample stays = Sample.image("stays", 90);
        Sample holder = Sample.index("holder", stays);
        KeptManifest alone = keptOf(holder, "h");
        journal = world.journal(List.of(alone));

        world.undo(List.of(alone), journal);

        assertThat(journal.outcomes())
                .containsOnly(
                        new Outcome(Outcome.Result.IMPOSSIBLE, "the registry has lost child " + stays.brief() + LOST));

        world.push(stays).push(holder);
        world.registry.remove("app", holder.digest());
        journal = world.journal(List.of(alone));
        world.undo(List.of(alone), journal);
        assertThat(journal.outcomes()).containsOnly(Outcome.done());
    }

    @Test
    void puttingBackAgainIsDoneToo() {
        undo();
        journal = world.journal(kept);
        world.calls.forget();

        undo();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void readsAfterNoAnswerCame() {
        world.registry.unknown("put app " + amd.brief(), true, 1);
        world.registry.unknown("put app " + arm.brief(), false, 2);

        undo();

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
        assertThat(put(amd)).hasSize(1);
        assertThat(put(arm)).hasSize(3);
        assertThat(world.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void givesUpWhatCannotBeReadBack() {
        world.registry.unknown("put app " + other.brief(), false, FakeRegistry.ALWAYS);

        undo();

        Outcome failed = Outcome.failed("after 3 tries it can't be read back: no answer; it isn't there");
        assertThat(outcome(other)).isEqualTo(failed);
        assertThat(outcome(other, "v0")).isEqualTo(failed);
        assertThat(put(other)).hasSize(3);
    }

    @Test
    void doesNotPutWhatDependsOnWhatWasRefused() {
        world.registry.refuse("put app " + arm.brief(), 403);

        undo();

        assertThat(outcome(arm)).isEqualTo(Outcome.failed("refused with 403"));
        assertThat(outcome(index))
                .isEqualTo(Outcome.failed("its child " + arm.brief() + " can't be put back: refused with 403"));
        assertThat(put(index)).isEmpty();
        assertThat(put(arm)).hasSize(1);
        assertThat(outcome(other)).isEqualTo(Outcome.done());
    }

    @Test
    void aRefusedTagKeepsNothingElseFromComingBack() {
        world.registry.refuse("put app v1 ", 403);

        undo();

        assertThat(outcome(index, "v1")).isEqualTo(Outcome.failed("refused with 403"));
        assertThat(outcome(index, "v1.0")).isEqualTo(Outcome.done());
        assertThat(outcome(cosign, index.fallbackTag() + ".sig")).isEqualTo(Outcome.done());
    }

    @Test
    void stopsBetweenClosuresWhenAPersonSaysSo() {
        journal.stopAfter(1, "ann: enough");

        assertThat(undo()).isEqualTo(new End.Stopped("ann: enough"));
        assertThat(journal.outcomes()).contains(Outcome.done(), Outcome.skipped("ann: enough"));
    }

    @Test
    void stopsByItselfAfterFiveFailuresInARow() {
        List<KeptManifest> many = IntStream.range(0, 8)
                .mapToObj(i -> Sample.image("many " + i, 100))
                .peek(sample -> {
                    world.push(sample);
                    world.registry.remove("app", sample.digest());
                })
                .map(sample -> KeptManifest.of(
                        "app", sample.raw(), List.of(), sample.content().manifest(), sample.digest()))
                .toList();
        journal = world.journal(many);
        world.registry.refuse("put", 403);

        assertThat(world.undo(many, journal)).isEqualTo(new End.Stopped("stopped by itself: 5 steps in a row failed"));
        assertThat(world.calls.made("put")).hasSize(5);
        assertThat(journal.results().subList(5, 8)).containsOnly(Outcome.Result.SKIPPED);
    }

    @Test
    void sendsNothingThatWasNotWrittenDownBefore() {
        undo();

        List<String> calls = world.calls.made();
        for (String put : world.calls.made("put")) {
            String what = put.substring("put ".length(), put.lastIndexOf(' '));
            assertThat(calls.subList(0, calls.indexOf(put))).contains("begin " + what);
        }
    }
}
