package dev.regent.act;

import static dev.regent.given.ManifestBuilder.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Journal.JournalException;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One tag by itself, where a registry can delete it; and the bytes of one manifest.
class DeletionTest {

    private final World world = new World();
    private final Sample image = Sample.image("image", 90);
    private final Sample young = Sample.image("young", 1);
    private final Step untag = new Step(
            Step.Kind.DELETE_TAG,
            "main",
            "app",
            image.digest(),
            List.of("old"),
            "",
            "",
            0,
            Step.Undo.ALWAYS,
            image.digest(),
            Optional.of(NOW));
    private final Deletion deletion;

    DeletionTest() {
        world.push(image, "old", "v1").push(young, "v2");
        deletion = new Deletion(world.tools(new FakeJournal(world.calls, List.of("old"))));
    }

    @Test
    void deletesATagAndLeavesItsManifest() throws InterruptedException {
        assertThat(deletion.there(untag)).isEqualTo(new Reading.Here<>(image.digest()));
        assertThat(deletion.delete(untag)).isEqualTo(Outcome.done());

        assertThat(world.registry.tagsOf("app")).containsOnlyKeys("v1", "v2");
        assertThat(deletion.there(untag)).isEqualTo(new Reading.Gone<Digest>());
        assertThat(deletion.delete(untag)).isEqualTo(Outcome.gone());
    }

    @Test
    void leavesATagThatPointsElsewhereSinceTheFirstTry() throws InterruptedException {
        world.registry.unknown("untag app old", false, 1);
        world.registry.before("resolve app old", () -> world.push(young, "old"));

        assertThat(deletion.delete(untag)).isEqualTo(Outcome.done());

        assertThat(world.registry.tagsOf("app")).containsEntry("old", young.digest());
        assertThat(world.calls.made("untag")).hasSize(1);
    }

    /// Deleting a tag takes no other along.
    @Test
    void putsBackNoTagThatVanishedBesideATag() throws InterruptedException, JournalException {
        Closure closure = new Closure("app", List.of(0), List.of(untag));
        FakeJournal journal = new FakeJournal(world.calls, List.of("old"));
        TagWatch watch = new TagWatch(closure, world.tools(journal), Set.of("old", "v1", "v2"));
        world.registry.untag("app", "v1");

        assertThat(watch.check(untag, Outcome.done()).orElseThrow())
                .isEqualTo("stopped by itself: while " + image.brief()
                        + " of app was being deleted, went tags that no step names: [v1]; it isn't this step that took"
                        + " them, and they are not put back");
        assertThat(watch.stay()).containsExactly("v2");
    }

    @Test
    void readsATagThatCannotBeRead() throws InterruptedException {
        world.registry.unheard("resolve app old", 1);

        assertThat(deletion.there(untag)).isEqualTo(new Reading.Unheard<Digest>("500"));
    }

    @Test
    void aManifestIsItsBytes() {
        byte[] bytes = image.raw().bytes();
        RawManifest same = new RawManifest(image.digest(), image.raw().mediaType(), bytes);
        bytes[0]++;

        assertThat(same).isEqualTo(image.raw()).hasSameHashCodeAs(image.raw());
        assertThat(same.bytes()).isEqualTo(image.raw().bytes());
        assertThat(same.size()).isEqualTo(image.content().size());
        assertThat(same)
                .isNotEqualTo(new RawManifest(
                        image.digest(), "other/type", image.raw().bytes()));
        assertThat(same).isNotEqualTo(young.raw()).isNotEqualTo("text");
        assertThat(same).hasToString("application/vnd.oci.image.manifest.v1+json " + image.digest());
        assertThatThrownBy(() -> new RawManifest(image.digest(), "type", bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("these " + bytes.length + " bytes are not those of " + image.digest());
    }

    @Test
    void onlyAFailureLeavesItOpenWhetherItHappened() {
        assertThat(Outcome.unknown("no answer").mayHaveHappened()).isTrue();
        assertThat(Outcome.unknown("no answer").halting("stopped by itself: x").known())
                .isFalse();
        assertThat(Outcome.done().mayHaveHappened()).isTrue();
        assertThat(List.of(Outcome.failed("405"), Outcome.gone(), Outcome.skipped("used")))
                .noneMatch(Outcome::mayHaveHappened)
                .allMatch(Outcome::known);
        assertThatThrownBy(() -> new Outcome(Outcome.Result.DONE, "", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only what failed can be unknown, not what is done");
    }

    @Test
    void outcomesAreToldInTheWordsOfTheOutside() {
        assertThat(List.of(Outcome.Result.values()))
                .extracting(Outcome.Result::toString)
                .containsExactly("done", "gone", "skipped", "failed", "impossible");
    }
}
