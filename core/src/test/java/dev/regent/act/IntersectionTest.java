package dev.regent.act;

import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.PolicyBuilder.everyTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.approve.ApprovedPlan;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What was approved and no longer holds isn't done, and nothing of its closure is.
class IntersectionTest {

    private final World world = new World();
    private final Sample amd = Sample.image("amd", 90);
    private final Sample arm = Sample.image("arm", 91);
    private final Sample index = Sample.index("index", amd, arm);
    private final Sample other = Sample.image("other", 92);
    private final Sample young = Sample.image("young", 1);

    IntersectionTest() {
        world.push(amd).push(arm).push(index, "v1").push(other, "v0").push(young, "v2");
    }

    /// Has the plan approved, changes something, and carries it out.
    ///
    /// @return why the closure of the index was skipped
    private String skipped(Consumer<World> change) {
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);
        change.accept(world);
        world.carryOut(approved, journal);
        for (Sample sample : List.of(index, amd, arm)) {
            assertThat(world.registry.has("app", sample.digest()))
                    .as("all of the closure is there")
                    .isTrue();
        }
        List<Outcome> outcomes = approved.plan().steps().stream()
                .filter(step -> step.closure().equals(index.digest()))
                .map(step -> journal.outcome(approved.plan().steps().indexOf(step)))
                .distinct()
                .toList();
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.getFirst().result()).isEqualTo(Outcome.Result.SKIPPED);
        return outcomes.getFirst().detail();
    }

    private boolean otherWent() {
        return !world.registry.has("app", other.digest());
    }

    private static String because(Sample sample, String why) {
        return "it stands or falls with " + sample.brief() + ": " + why;
    }

    private static final String CLOCKS = "the clocks of Regent, its database and the registry are more than 5 min apart, or"
            + " one has jumped: nobody can tell whether it is new, and what is new is left alone";

    /// Also where no policy asks for an age.
    @Test
    void newnessByClocksThatDisagree() {
        world.policies =
                List.of(aPolicy().remove(everyTag("v1")).allowEmpty().build());

        assertThat(skipped(w -> w.registry.clockOff(Duration.ofDays(8)))).isEqualTo(because(index, CLOCKS));
    }

    @Test
    void clocksThatDisagreeMatterToNobodyWithoutAGrace() {
        world.policies =
                List.of(aPolicy().remove(everyTag("v1")).allowEmpty().build());
        world.grace = Duration.ZERO;
        ApprovedPlan approved = world.approved();
        world.registry.clockOff(Duration.ofDays(-8));

        world.carryOut(approved, world.journal(approved));

        assertThat(world.registry.has("app", index.digest())).isFalse();
    }

    @Test
    void unheardEnvironment() {
        assertThat(skipped(w -> w.environment = anEnvironment().heard(Heard.NO, "no answer")))
                .isEqualTo(because(index, "not heard: environment host: no answer (unheard)"));
        assertThat(otherWent()).isFalse();
    }

    @Test
    void unheardRepository() {
        assertThat(skipped(w -> w.unheard = Optional.of("no connection")))
                .isEqualTo(because(index, "not heard: no connection"));
    }

    @Test
    void aRepositoryWithAGap() {
        assertThat(skipped(w -> w.registry.gap("app")))
                .isEqualTo(because(index, "not heard in this repository: tags: answered 500 (unheard)"));
    }

    @Test
    void kept() {
        assertThat(skipped(w -> w.push(index, "stable")))
                .startsWith(because(index, "built "))
                .endsWith("(default: keep {tags: [stable]})");
        assertThat(otherWent()).isTrue();
    }

    @Test
    void aTagMore() {
        assertThat(skipped(w -> w.push(index, "again")))
                .isEqualTo(because(index, "its tags are no longer those that were approved: now also [again]"));
        assertThat(otherWent()).isTrue();
    }

    @Test
    void aTagLess() {
        world.push(index, "v1.0");
        assertThat(skipped(w -> w.registry.untag("app", "v1.0")))
                .isEqualTo(because(index, "its tags are no longer those that were approved: no longer [v1.0]"));
    }

    @Test
    void aTagForAnother() {
        assertThat(skipped(w -> {
                    w.registry.untag("app", "v1");
                    w.push(index, "v3");
                }))
                .isEqualTo(because(
                        index, "its tags are no longer those that were approved: now also [v3], no longer [v1]"));
    }

    @Test
    void aTagOnAChild() {
        assertThat(skipped(w -> w.push(arm, "arm")))
                .isEqualTo(because(arm, "its tags are no longer those that were approved: now also [arm]"));
    }

    @Test
    void aTagMovedAway() {
        assertThat(skipped(w -> w.push(young, "v1")))
                .isEqualTo(because(index, "its tags are no longer those that were approved: no longer [v1]"));
    }

    @Test
    void usedByTheIndexsDigest() {
        assertThat(skipped(w -> w.environment = anEnvironment().running("web", index.digest())))
                .isEqualTo(because(index, "runs in host (web) (in-use)"));
        assertThat(otherWent()).isTrue();
    }

    @Test
    void usedByAChildsDigest() {
        assertThat(skipped(w -> w.environment = anEnvironment().running("web", arm.digest())))
                .isEqualTo(because(index, "runs in host (web) (in-use)"));
    }

    @Test
    void usedByAChildsConfig() {
        assertThat(skipped(w -> w.environment = anEnvironment().running("web", amd.config())))
                .isEqualTo(because(index, "runs in host (web) (in-use)"));
    }

    @Test
    void usedByTag() {
        assertThat(skipped(w -> w.environment = anEnvironment().running("web", "main.example/app:v1")))
                .isEqualTo(because(index, "runs in host (web) (in-use)"));
    }

    @Test
    void pinned() {
        assertThat(skipped(w -> w.pins = List.of(
                        new Use("regent", "ann: audit", Use.Kind.PINNED, Optional.empty(), Set.of(index.digest())))))
                .isEqualTo(because(index, "pinned in regent (ann: audit) (pinned)"));
    }

    @Test
    void cameBack() {
        assertThat(skipped(w -> w.reappeared.add(index.digest())))
                .isEqualTo(because(
                        index,
                        "it was deleted and came back; a person has to pick it for it to be proposed again"
                                + " (reappeared)"));
    }

    @Test
    void anotherPolicy() {
        assertThat(skipped(w -> w.policies =
                        List.of(aPolicy().removeOlderThan(30).keep(anyTag("v1")).build())))
                .endsWith("(default: keep {tags: [v1]})");
    }

    @Test
    void aPolicyLess() {
        assertThat(skipped(w -> w.policies = List.of()))
                .isEqualTo(because(index, "no policy was given, so everything stays (no-policy)"));
    }

    @Test
    void aLongerGrace() {
        assertThat(skipped(w -> w.grace = Duration.ofDays(11)))
                .isEqualTo(because(
                        index,
                        "it or one of its tags is new since 2026-05-22T00:00:00Z, and what is new is left alone until"
                                + " 2026-06-02T00:00:00Z"));
    }

    @Test
    void aGraceThatEndsNowIsOver() {
        world.grace = Duration.ofDays(10);
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);

        world.carryOut(approved, journal);

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
    }

    @Test
    void newSinceYesterday() {
        Instant yesterday = NOW.minus(Duration.ofHours(23));
        assertThat(skipped(w -> w.newSince.put(amd.digest(), yesterday)))
                .startsWith(because(amd, "it or one of its tags is new since " + yesterday));
    }

    @Test
    void neverSeenBefore() {
        assertThat(skipped(w -> w.newSince.remove(arm.digest())))
                .startsWith(because(arm, "it or one of its tags is new since " + NOW));
    }

    @Test
    void uploadsAreOpen() {
        assertThat(skipped(w -> w.registry.upload("app")))
                .isEqualTo(because(amd, "something is being pushed into this repository, and could need it"))
                .satisfies(
                        _ -> assertThat(otherWent()).as("what has a tag goes").isTrue());
    }

    @Test
    void uploadsElsewhereDontMatter() {
        world.registry.upload("elsewhere");
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);

        world.carryOut(approved, journal);

        assertThat(journal.outcomes()).containsOnly(Outcome.done());
    }

    @Test
    void aNewIndexOverAChild() {
        Sample again = Sample.index("again", amd);
        assertThat(skipped(w -> w.registry.push("app", again, "again")))
                .startsWith("it stands or falls with ")
                .contains(again.brief());
    }

    @Test
    void aNewSignature() {
        Sample signature = Sample.referrer("signature", index);
        assertThat(skipped(w -> w.registry.push("app", signature)))
                .startsWith("it stands or falls with ")
                .contains(signature.brief());
    }

    @Test
    void aStepOfItsOwnIsToldWithoutItsName() {
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);
        world.push(other, "again");

        world.carryOut(approved, journal);

        assertThat(journal.outcomes())
                .contains(Outcome.skipped("its tags are no longer those that were approved: now also [again]"));
    }

    @Test
    void theStepsOfAnotherRepositoryDontCount() throws InterruptedException {
        world.registry.push("copy", amd);
        world.registry.push("copy", arm);
        world.registry.push("copy", index, "v1");
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);
        world.push(index, "stable");
        RepositoryNow now = RepositoryNow.of(
                world.propose().judged().stream()
                        .filter(judged -> judged.view().inventory().name().equals("app"))
                        .findFirst()
                        .orElseThrow(),
                world.plan().steps(),
                new RepositoryNow.Patience(new dev.regent.analyse.Past() {}, Duration.ZERO, NOW));

        Stream<Closure> closures = Closure.of(approved.plan().steps()).stream()
                .filter(closure -> closure.repository().equals("app")
                        && closure.steps().getFirst().digest().equals(index.digest()));

        assertThat(closures.map(closure -> now.against(closure.steps().getFirst(), closure.digests())
                        .isPresent()))
                .containsExactly(true);
        assertThat(journal.states()).hasSize(approved.plan().steps().size());
    }

    /// The same for what is in an index within an index.
    @Test
    void whatIsDeepInsideCountsToo() {
        Sample leaf = Sample.image("leaf", 90);
        Sample middle = Sample.index("middle", leaf);
        Sample top = Sample.index("top", middle);
        world.push(leaf).push(middle).push(top, "deep");
        ApprovedPlan approved = world.approved();
        FakeJournal journal = world.journal(approved);
        world.environment = anEnvironment().running("web", leaf.config());

        world.carryOut(approved, journal);

        for (Digest digest : List.of(leaf.digest(), middle.digest(), top.digest())) {
            assertThat(world.registry.has("app", digest)).isTrue();
        }
    }
}
