package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.approve.ApprovedPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can't come back without another, and what can.
class RestorableTest {

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample arm = Sample.image("arm", 91);
    private final Sample index = Sample.index("index", amd, arm);
    private final Sample other = Sample.image("other", 92);

    /// All of them were deleted.
    RestorableTest() {
        for (Sample sample : List.of(amd, arm, index, other)) {
            world.push(sample);
        }
        for (Sample sample : List.of(amd, arm, index, other)) {
            world.registry.remove("app", sample.digest());
        }
    }

    private KeptManifest keptOf(Sample sample, String... tags) {
        return KeptManifest.of(
                "app", sample.raw(), List.of(tags), sample.content().manifest(), index.digest());
    }

    @Test
    void putsBackWhatHasATagOfItsOwnWithoutItsSubject() {
        Sample standing = Sample.referrer("standing", other);
        KeptManifest one = keptOf(standing, "own");
        KeptManifest two = keptOf(other, "v0");
        world.push(standing);
        world.registry.remove("app", standing.digest());
        world.registry.lose("app", other.layer());
        FakeJournal journal = world.journal(List.of(one, two));

        world.undo(List.of(one, two), journal);

        assertThat(world.registry.tagsOf("app")).containsEntry("own", standing.digest());
    }

    @Test
    void putsBackAChildThatHasATagOfItsOwnWithoutItsIndex() {
        KeptManifest one = keptOf(index, "v1");
        KeptManifest two = keptOf(amd, "amd");
        KeptManifest three = keptOf(arm);
        world.registry.lose("app", arm.layer());
        FakeJournal journal = world.journal(List.of(one, two, three));

        world.undo(List.of(one, two, three), journal);

        assertThat(world.registry.tagsOf("app"))
                .containsEntry("amd", amd.digest())
                .doesNotContainKey("v1");
    }

    @Test
    void putsBackWhatOnlyOneOfItsHoldersLost() {
        Sample shared = Sample.image("shared", 90);
        Sample broken = Sample.image("broken", 90);
        Sample good = Sample.index("good", shared);
        Sample bad = Sample.index("bad", shared, broken);
        List<KeptManifest> all = List.of(keptOf(good, "good"), keptOf(bad, "bad"), keptOf(shared), keptOf(broken));
        for (Sample sample : List.of(shared, broken, good, bad)) {
            world.push(sample);
            world.registry.remove("app", sample.digest());
        }
        world.registry.lose("app", broken.layer());
        FakeJournal journal = world.journal(all);

        world.undo(all, journal);

        assertThat(world.registry.tagsOf("app"))
                .containsEntry("good", good.digest())
                .doesNotContainKey("bad");
        assertThat(world.registry.has("app", shared.digest())).isTrue();
    }

    @Test
    void whatIsLostFarBelowIsMissedFarAbove() {
        Sample leaf = Sample.image("leaf", 90);
        List<KeptManifest> nested = new ArrayList<>(List.of(keptOf(leaf)));
        Sample top = leaf;
        for (int level = 0; level < 12; level++) {
            top = Sample.index("level " + level, top);
            world.push(top);
            world.registry.remove("app", top.digest());
            nested.add(keptOf(top));
        }
        FakeJournal journal = world.journal(nested);

        world.undo(nested, journal);

        assertThat(journal.results()).hasSize(13).containsOnly(Outcome.Result.IMPOSSIBLE);
    }

    @Test
    void whatWasKeptTwiceIsPutBackOnce() {
        assertThat(RestoreStep.of(List.of(keptOf(amd, "a"), keptOf(amd, "a"))))
                .extracting(step -> step.tag().orElse(""))
                .containsExactly("", "a");
    }

    @Test
    void undoesWhatWasOnlyPartlyDeleted() {
        World partly = new World();
        partly.push(amd).push(arm).push(index, "v1").push(Sample.image("young", 1), "v2");
        List<String> whole = partly.registry.content();
        ApprovedPlan approved = partly.approved();
        FakeJournal deleting = partly.journal(approved);
        partly.registry.refuse("delete app " + arm.brief(), 409);
        partly.carryOut(approved, deleting);
        assertThat(partly.registry.content()).isNotEqualTo(whole);

        FakeJournal undoing = partly.journal(deleting.shelf());
        partly.undo(deleting.shelf(), undoing);

        assertThat(partly.registry.content()).isEqualTo(whole);
        assertThat(undoing.outcomes()).containsOnly(Outcome.done());
    }
}
