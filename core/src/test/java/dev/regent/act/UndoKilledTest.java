package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Calls.Death;
import dev.regent.act.Calls.Killed;
import dev.regent.act.Journal.JournalException;
import dev.regent.approve.ApprovedPlan;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Killed at any call and taken up again, undoing ends as if nobody had killed it.
class UndoKilledTest {

    /// What was deleted in a random world, and is to come back.
    private static final class Run {
        private final World world;
        private final List<String> before;
        private final List<KeptManifest> kept;
        private final FakeJournal journal;

        Run(long seed, Consumer<Run> trouble) {
            world = RandomWorld.of(seed);
            before = world.registry.content();
            ApprovedPlan approved = world.approved();
            FakeJournal deleting = world.journal(approved);
            world.carryOut(approved, deleting);
            kept = deleting.shelf();
            journal = world.journal(kept);
            world.calls.live();
            world.calls.forget();
            trouble.accept(this);
        }

        void toTheEnd(Death death) {
            world.calls.dieAt(death);
            try {
                world.undo(kept, journal);
            } catch (Killed _) {
                // As wanted: from here on it is another process.
                world.calls.live();
                world.undo(kept, journal);
            }
        }
    }

    private static void everywhere(long seed, Consumer<Run> trouble, boolean comesBack) {
        Run whole = new Run(seed, trouble);
        whole.toTheEnd(Death.NEVER);
        assertThat(whole.kept).as("seed %d", seed).isNotEmpty();
        if (comesBack) {
            assertThat(whole.world.registry.content()).as("seed %d", seed).isEqualTo(whole.before);
        }
        int calls = whole.world.calls.count();
        for (int call = 1; call <= calls; call++) {
            for (boolean after : List.of(false, true)) {
                Run run = new Run(seed, trouble);
                run.toTheEnd(new Death(call, after));
                assertThat(run.world.registry.content())
                        .as("seed %d, call %d, after its effect %s", seed, call, after)
                        .isEqualTo(whole.world.registry.content());
                assertThat(run.journal.results())
                        .as("seed %d, call %d, after its effect %s", seed, call, after)
                        .isEqualTo(whole.journal.results());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allComesBack(long seed) {
        everywhere(seed, _ -> {}, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void whatLostBytesOrIsRefusedStaysAway(long seed) {
        everywhere(
                seed,
                run -> {
                    Random random = new Random(seed);
                    KeptManifest some = run.kept.get(random.nextInt(run.kept.size()));
                    some.blobs().forEach(blob -> run.world.registry.lose("app", blob.digest()));
                    KeptManifest other = run.kept.get(random.nextInt(run.kept.size()));
                    run.world.registry.refuse("put app " + other.digest().brief(), 403);
                },
                false);
    }

    @Test
    void writesNothingMoreOnceItCannotBeWrittenDown() {
        Run whole = new Run(3, _ -> {});
        whole.toTheEnd(Death.NEVER);
        for (int call = 1; call <= whole.journal.count(); call++) {
            Run run = new Run(3, _ -> {});
            run.journal.fenceAt(call);
            assertThatThrownBy(() -> Undo.run(run.kept, run.world.tools(run.journal), run.journal.states()))
                    .isInstanceOf(JournalException.class);
            assertThat(run.world.calls.made("put"))
                    .hasSizeLessThanOrEqualTo(run.world.calls.made("begin").size());
        }
    }
}
