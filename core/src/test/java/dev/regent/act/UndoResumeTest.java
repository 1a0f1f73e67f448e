package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Limits;
import dev.regent.act.StepState.Begun;
import dev.regent.act.StepState.Ended;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How undoing goes on that was interrupted, and when it gives up.
class UndoResumeTest {

    @Test
    void remembersWhatWasRefusedBefore() {
        World world = new World();
        Sample child = Sample.image("child", 90);
        Sample index = Sample.index("index", child);
        List<KeptManifest> kept = Stream.of(index, child)
                .peek(sample -> world.push(sample))
                .map(sample -> KeptManifest.of(
                        "app", sample.raw(), List.of(), sample.content().manifest(), index.digest()))
                .toList();
        world.registry.remove("app", index.digest());
        FakeJournal journal = world.journal(kept);
        journal.set(0, new Ended(Outcome.failed("refused with 403")));

        assertThat(world.undo(kept, journal)).isEqualTo(new End.Done());

        assertThat(journal.outcome(1))
                .isEqualTo(Outcome.failed("its child " + child.brief() + " can't be put back: refused with 403"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    private static List<KeptManifest> many(World world, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Sample.image("many " + i, 100))
                .peek(sample -> {
                    world.push(sample);
                    world.registry.remove("app", sample.digest());
                })
                .map(sample -> KeptManifest.of(
                        "app", sample.raw(), List.of(), sample.content().manifest(), sample.digest()))
                .toList();
    }

    @Test
    void remembersHowManyFailedInARow() {
        World world = new World();
        world.limits = new Limits(3);
        List<KeptManifest> kept = many(world, 6);
        FakeJournal journal = world.journal(kept);
        journal.set(0, new Ended(Outcome.failed("x")));
        journal.set(1, new Ended(Outcome.done()));
        journal.set(2, new Ended(Outcome.failed("x")));
        journal.set(3, new Ended(Outcome.failed("x")));
        world.registry.refuse("put", 403);

        assertThat(world.undo(kept, journal)).isEqualTo(new End.Stopped("stopped by itself: 3 steps in a row failed"));
        assertThat(world.calls.made("put")).hasSize(1);
        assertThat(world.undo(kept, journal)).isEqualTo(new End.Stopped("stopped by itself: 3 steps in a row failed"));
    }

    @Test
    void countsFailuresInARowOnly() {
        World world = new World();
        world.limits = new Limits(2);
        List<KeptManifest> kept = many(world, 6);
        FakeJournal journal = world.journal(kept);
        for (int i = 0; i < 6; i += 2) {
            world.registry.refuse("put app " + kept.get(i).digest().brief(), 403);
        }

        assertThat(world.undo(kept, journal)).isEqualTo(new End.Done());
    }

    @Test
    void asksWhatBecameOfAStepThatWasBegunBeforeItStops() {
        World world = new World();
        List<KeptManifest> kept = many(world, 3);
        world.push(Sample.image("many 0", 100));
        FakeJournal journal = world.journal(kept);
        journal.set(0, new Begun());
        journal.set(1, new Begun());
        journal.set(2, new Begun());
        journal.stop("stopped by ann: enough");
        world.registry.unheard("resolve app " + kept.getLast().digest().brief(), 1);

        assertThat(world.undo(kept, journal)).isEqualTo(new End.Stopped("stopped by ann: enough"));

        assertThat(journal.outcomes())
                .containsExactly(
                        Outcome.done(),
                        Outcome.skipped("stopped by ann: enough"),
                        Outcome.failed("it was begun, and what became of it can't be read: 500"));
        assertThat(world.calls.made("put")).isEmpty();
    }

    @Test
    void saysNothingMoreOnceEverythingIsAtItsEnd() {
        World world = new World();
        List<KeptManifest> kept = many(world, 3);
        FakeJournal journal = world.journal(kept);
        world.undo(kept, journal);
        world.calls.forget();
        journal.stop("ann: too late");

        assertThat(world.undo(kept, journal)).isEqualTo(new End.Done());
        assertThat(world.calls.made()).isEmpty();
    }

    @Test
    void failsAndGoesOnWhereItCannotBeReadWhetherSomethingIsThere() {
        World world = new World();
        List<KeptManifest> kept = many(world, 2);
        FakeJournal journal = world.journal(kept);
        world.registry.unheard("resolve app " + kept.getFirst().digest().brief(), 1);

        world.undo(kept, journal);

        assertThat(journal.outcomes())
                .containsExactly(Outcome.failed("whether it is there can't be read: 500"), Outcome.done());
    }

    @Test
    void failsWhereItCannotBeReadBack() {
        World world = new World();
        List<KeptManifest> kept = many(world, 1);
        FakeJournal journal = world.journal(kept);
        world.registry.before("put app", () -> world.registry.unheard("resolve app", 3));

        world.undo(kept, journal);

        assertThat(journal.outcomes()).containsExactly(Outcome.failed("after 3 tries it can't be read back: 500"));
        assertThat(world.calls.made("put")).hasSize(3);
    }
}
