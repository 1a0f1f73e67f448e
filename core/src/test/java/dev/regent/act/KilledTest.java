package dev.regent.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.Calls.Death;
import dev.regent.act.Calls.Killed;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Killed at any call, before or after its effect, and taken up again, an execution ends as one that
/// nobody killed, and needs no luck to harm nothing.
class KilledTest {

    /// An execution that is under way in a random world.
    private static final class Run {
        private final long seed;
        private final World world;
        private final ApprovedPlan approved;
        private final FakeJournal journal;

        Run(long seed) {
            this.seed = seed;
            world = RandomWorld.of(seed);
            approved = world.approved();
            journal = world.journal(approved);
            world.registry.guard(digest -> neededBy(digest).isEmpty());
            RandomWorld.trouble(world, approved, seed);
            world.calls.live();
        }

        /// @return whether it was killed
        boolean until(Death death) {
            world.calls.dieAt(death);
            try {
                world.carryOut(approved, journal);
                return false;
            } catch (Killed _) {
                // As wanted: the caller resumes.
                return true;
            } finally {
                world.calls.live();
            }
        }

        void toTheEnd() {
            assertThat(until(Death.NEVER)).isFalse();
        }

        Set<Digest> done() {
            Set<Digest> done = new TreeSet<>();
            for (int i = 0; i < journal.outcomes().size(); i++) {
                if (journal.outcome(i).result() == Outcome.Result.DONE) {
                    done.add(approved.plan().steps().get(i).digest());
                }
            }
            return done;
        }

        Set<Digest> members() {
            Set<Digest> members = new TreeSet<>();
            approved.plan().steps().forEach(step -> members.add(step.digest()));
            return members;
        }

        /// What stands against a delete whatever the plan says, found out without the planner.
        private Optional<String> neededBy(Digest digest) {
            Step step = approved.plan().steps().stream()
                    .filter(each -> each.digest().equals(digest))
                    .findFirst()
                    .orElseThrow();
            Set<Digest> inUse = new HashSet<>();
            world.environment.observed().uses().forEach(use -> inUse.addAll(use.digests()));
            Sample sample = world.registry.sample(digest);
            boolean used = inUse.contains(digest)
                    || sample.content().manifest().blobs().stream().anyMatch(blob -> inUse.contains(blob.digest()));
            boolean tagged = world.registry.tagsOf("app").entrySet().stream()
                    .anyMatch(
                            tag -> tag.getValue().equals(digest) && !step.tags().contains(tag.getKey()));
            boolean listed = world.registry.indexesOf("app", digest).stream()
                    .anyMatch(index -> !members().contains(index));
            return used || tagged || listed
                    ? Optional.of("used " + used + ", tagged " + tagged + ", listed " + listed)
                    : Optional.empty();
        }

        /// Every delete comes behind its begin, and no second one without a look in between.
        void checkOrder() {
            Set<String> begun = new HashSet<>();
            Set<String> unread = new HashSet<>();
            for (String call : world.calls.made()) {
                String kind = call.substring(0, call.indexOf(' ') < 0 ? call.length() : call.indexOf(' '));
                String what = call.substring(kind.length());
                switch (kind) {
                    case "begin" -> begun.add(what);
                    case "end" -> begun.remove(what);
                    case "resolve" -> unread.remove(what);
                    case "delete" -> {
                        assertThat(begun).as("begun, %s", this).contains(what);
                        assertThat(unread.add(what))
                                .as("%s is sent again unread, %s", call, this)
                                .isTrue();
                    }
                    default -> {}
                }
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + ", plan "
                    + approved.plan().steps().stream()
                            .map(Step::digest)
                            .map(Digest::brief)
                            .toList();
        }
    }

    private static int calls(long seed) {
        Run run = new Run(seed);
        run.toTheEnd();
        return run.world.calls.made().size();
    }

    private static void everywhere(int calls, Consumer<Death> each) {
        for (int call = 1; call <= calls; call++) {
            each.accept(new Death(call, false));
            each.accept(new Death(call, true));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void endsAsIfNobodyHadKilledIt(long seed) {
        Run whole = new Run(seed);
        whole.toTheEnd();
        assertThat(whole.journal.results()).as("seed %d", seed).isNotEmpty();

        everywhere(calls(seed), death -> {
            Run run = new Run(seed);
            assertThat(run.until(death)).isTrue();
            run.toTheEnd();
            assertThat(run.world.registry.content()).as("%s, %s", death, run).isEqualTo(whole.world.registry.content());
            assertThat(run.done()).as("%s, %s", death, run).isEqualTo(whole.done());
            run.checkOrder();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void endsAsIfNobodyHadKilledItAgainAndAgain(long seed) {
        Run whole = new Run(seed);
        whole.toTheEnd();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            Run run = new Run(seed);
            int kills = 0;
            while (run.until(new Death(1 + random.nextInt(12), random.nextBoolean())) && kills < 50) {
                kills++;
            }
            run.toTheEnd();
            assertThat(run.done()).as("round %d, %s", round, run).isEqualTo(whole.done());
            assertThat(run.world.registry.content())
                    .as("round %d, %s", round, run)
                    .isEqualTo(whole.world.registry.content());
            run.checkOrder();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void leavesWhatSomebodyTaggedMeanwhile(long seed) {
        survives(seed, (run, member) -> run.world.registry.push("app", run.world.registry.sample(member), "wanted"));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void leavesWhatSomebodyDeployedMeanwhile(long seed) {
        survives(seed, (run, member) -> run.world.environment.running("web", member));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void leavesWhatSomebodyDeployedByItsConfigMeanwhile(long seed) {
        survives(seed, (run, member) -> {
            Sample sample = run.world.registry.sample(member);
            run.world.environment.running(
                    "web", sample.content().manifest().blobs().isEmpty() ? member : sample.config());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void leavesWhatSomebodyPutIntoAnIndexMeanwhile(long seed) {
        survives(
                seed,
                (run, member) ->
                        run.world.registry.push("app", Sample.index("new", run.world.registry.sample(member)), "new"));
    }

    private interface Meanwhile {
        void to(Run run, Digest member);
    }

    /// Whatever is left at that moment and is wanted then has to stay.
    private static void survives(long seed, Meanwhile meanwhile) {
        Random random = new Random(seed);
        everywhere(calls(seed), death -> {
            Run run = new Run(seed);
            assertThat(run.until(death)).isTrue();
            List<Digest> left = run.members().stream()
                    .filter(member -> run.world.registry.has("app", member))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            Digest wanted = left.get(random.nextInt(left.size()));
            List<Digest> held = held(run, wanted);
            meanwhile.to(run, wanted);
            run.toTheEnd();
            assertThat(run.world.registry.has("app", wanted))
                    .as("%s, wanted %s, %s", death, wanted.brief(), run)
                    .isTrue();
            assertThat(held)
                    .as("%s, held by %s, %s", death, wanted.brief(), run)
                    .allMatch(digest -> run.world.registry.has("app", digest));
            run.checkOrder();
        });
    }

    /// What an index that is there lists and is there.
    private static List<Digest> held(Run run, Digest index) {
        return run.world.registry.sample(index).content().manifest().children().stream()
                .map(Descriptor::digest)
                .filter(child -> run.world.registry.has("app", child))
                .toList();
    }

    @Test
    void theWorldsHaveSomethingToDo() {
        long done = 0;
        for (long seed = 1; seed <= 36; seed++) {
            Run run = new Run(seed);
            run.toTheEnd();
            done += run.done().size();
        }
        assertThat(done).isGreaterThan(100);
    }
}
