package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.Estate.anEstate;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.layerOf;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.given.PolicyBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which steps a plan has, in which order, and what each frees.
class PlannerTest {

    private static final PolicyBuilder CLEAN =
            aPolicy().removeOlderThan(30).keep(anyTag("stable")).allowEmpty();

    @Test
    void makesAStepOfEachManifestToRemove() {
        Plan plan = plan(aRepository("team/app")
                .with(anImage(1).builtDaysAgo(90), "v1", "old")
                .with(anImage(2).builtDaysAgo(1), "v2"));

        assertThat(plan.steps())
                .containsExactly(new Step(
                        Step.Kind.DELETE_MANIFEST,
                        "main",
                        "team/app",
                        digest(1),
                        List.of("old", "v1"),
                        "built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age",
                        "default: remove {olderThan: 30d}",
                        111,
                        Step.Undo.UNTIL_GC,
                        digest(1),
                        Optional.of(NOW.minus(Duration.ofDays(90)))));
        assertThat(plan.registries()).containsExactly("main");
        assertThat(plan.reclaimBytes()).isEqualTo(111);
    }

    @Test
    void makesNoStepOfWhatIsUndecidedOrStays() {
        assertThat(plan(aRepository().with(anImage(1), "v1").with(anImage(2).builtDaysAgo(90), "stable"))
                        .steps())
                .isEmpty();
    }

    @Test
    void putsHoldersBeforeWhatTheyHold() {
        ManifestContent leaf = old(1);
        ManifestContent middle = anIndex(2, leaf).build();
        ManifestContent top = anIndex(3, middle, leaf).build();

        assertThat(order(aRepository()
                        .with(leaf)
                        .with(middle)
                        .with(top, "v1")
                        .with(anImage(4).subject(leaf))))
                .containsExactly(digest(3), digest(2), digest(1), digest(4));
    }

    @Test
    void keepsClosuresTogether() {
        ManifestContent one = old(1);
        ManifestContent other = old(2);
        ManifestContent oneToo = old(3);

        assertThat(order(aRepository()
                        .with(one)
                        .with(other)
                        .with(oneToo)
                        .with(anIndex(5, oneToo, one), "a")
                        .with(anIndex(4, other), "b")))
                .containsExactly(digest(4), digest(2), digest(5), digest(3), digest(1));
    }

    @Test
    void putsWhatTwoHoldAfterTheSecond() {
        ManifestContent shared = old(1);

        assertThat(order(aRepository()
                        .with(shared)
                        .with(anIndex(2, shared), "a")
                        .with(old(3), "b")
                        .with(anIndex(4, shared), "c")))
                .containsExactly(digest(2), digest(3), digest(4), digest(1));
    }

    @Test
    void putsRingsLast() {
        assertThat(order(aRepository()
                        .with(anImage(1), fallbackTag(digest(2)), fallbackTag(digest(3)))
                        .with(anImage(2), fallbackTag(digest(1)))
                        .with(old(3), "v3")
                        .with(old(4), "v4")))
                .containsExactly(digest(3), digest(4), digest(1), digest(2));
    }

    @Test
    void putsARingsRestBehindIt() {
        ManifestContent entry = anImage(1).build();
        assertThat(order(aRepository()
                        .with(entry)
                        .with(anIndex(2, entry), fallbackTag(digest(2)), fallbackTag(digest(3)))
                        .with(old(3), "v3")))
                .containsExactly(digest(3), digest(2), digest(1));
    }

    @Test
    void putsAnIndexBeforeAChildThatItNamesAsItsSubject() {
        ManifestContent child = anImage(1).build();
        assertThat(order(aRepository()
                        .with(child)
                        .with(anIndex(2, child), fallbackTag(digest(1)), fallbackTag(digest(3)))
                        .with(old(3), "v3")))
                .containsExactly(digest(3), digest(2), digest(1));
    }

    @Test
    void neverTakesAKeptManifestOutOfARemovedIndex() {
        ManifestContent kept = old(1);
        ManifestContent gone = old(2);
        Plan plan = plan(aRepository().with(kept, "stable").with(gone).with(anIndex(3, kept, gone), "v1"));

        assertThat(plan.steps()).extracting(Step::digest).containsExactly(digest(3), digest(2));
        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(1L, 111L);
    }

    @Test
    void waitsForNoHolderThatStays() {
        ManifestContent image = old(2);
        ManifestContent stays = anIndex(1, image).builtDaysAgo(1).build();

        assertThat(order(aRepository().with(image, "v1").with(stays, "stable"))).isEmpty();
    }

    @Test
    void takesRegistriesAndRepositoriesInTheirOrder() {
        Plan plan = anEstate(
                        aRegistry("z")
                                .with(aRepository("b").with(old(1), "v1"))
                                .with(aRepository("a").with(old(2), "v1")),
                        aRegistry("y").with(aRepository("c").with(old(3), "v1")))
                .plan(CLEAN);

        assertThat(plan.steps())
                .extracting(step -> step.registry() + "/" + step.repository())
                .containsExactly("z/a", "z/b", "y/c");
        assertThat(plan.registries()).containsExactly("z", "y");
    }

    @Test
    void countsAManifestItsConfigAndItsLayers() {
        assertThat(plan(aRepository().with(anImage(1).builtDaysAgo(90).layers(layerOf(1, 5), layerOf(2, 7)), "v1"))
                        .reclaimBytes())
                .isEqualTo(1 + 10 + 5 + 7);
    }

    @Test
    void countsWhatSeveralShareWithTheLastThatGoes() {
        Plan plan = plan(aRepository()
                .with(anImage(1).builtDaysAgo(90).layers(layerOf(7, 500), layerOf(1, 5)), "a")
                .with(anImage(2).builtDaysAgo(90).layers(layerOf(7, 500)), "b"));

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(16L, 511L);
        assertThat(plan.reclaimBytes()).isEqualTo(527);
    }

    @Test
    void doesNotCountWhatAManifestThatStaysNeedsToo() {
        Plan plan = plan(aRepository()
                .with(anImage(1).builtDaysAgo(90).layers(layerOf(7, 500)), "a")
                .with(anImage(2).builtDaysAgo(1).configOf(1).layers(layerOf(7, 500)), "b"));

        assertThat(plan.reclaimBytes()).isEqualTo(1);
    }

    @Test
    void countsBlobsThatRepositoriesShareOnce() {
        Plan plan = anEstate(aRegistry()
                        .with(aRepository("a").with(anImage(1).builtDaysAgo(90).layers(layerOf(7, 500)), "v1"))
                        .with(aRepository("b").with(anImage(2).builtDaysAgo(90).layers(layerOf(7, 500)), "v1"))
                        .with(aRepository("c").with(anImage(2).builtDaysAgo(90).layers(layerOf(7, 500)), "v1")))
                .plan(CLEAN);

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(11L, 0L, 511L);
    }

    @Test
    void freesNothingThatAnotherRepositoryStillHolds() {
        Plan plan = anEstate(aRegistry()
                        .with(aRepository("a").with(anImage(1).builtDaysAgo(90), "v1"))
                        .with(aRepository("b").with(anImage(1).builtDaysAgo(90), "stable")))
                .plan(CLEAN);

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(0L);
    }

    @Test
    void countsEachRegistryByItself() {
        Plan plan = anEstate(
                        aRegistry("x").with(aRepository("a").with(anImage(1).builtDaysAgo(90), "v1")),
                        aRegistry("y").with(aRepository("a").with(anImage(1).builtDaysAgo(90), "stable")))
                .plan(CLEAN);

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(111L);
    }

    @Test
    void doesNotFreeAChildThatASurvivingIndexOfAnotherRepositoryLists() {
        ManifestContent child = old(1);
        Plan plan = anEstate(aRegistry()
                        .with(aRepository("a").with(child, "v1"))
                        .with(aRepository("b").with(anIndex(2, child), "stable").missing(child.digest())))
                .plan(CLEAN);

        // The index marks the child itself; the child's config and layer, nothing marks any more.
        assertThat(plan.steps()).extracting(Step::digest).containsExactly(digest(1));
        assertThat(plan.reclaimBytes()).isEqualTo(110);
    }

    @Test
    void freesAListedManifestOnceItsLastIndexIsGone() {
        ManifestContent child = old(1);
        Plan plan = plan(aRepository().with(child).with(anIndex(2, child), "v1"));

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(1L, 111L);
    }

    @Test
    void aSubjectMarksNothing() {
        ManifestContent image = old(1);
        Plan plan = plan(
                aRepository().with(image, "v1").with(anImage(2).subject(image).layers(), "stable"));

        assertThat(plan.steps()).extracting(Step::bytes).containsExactly(111L);
    }

    @Test
    void aStepNeedsItsSumOfBytes() {
        assertThatThrownBy(() -> new Plan(digest(1), List.of(), List.of(), List.of(), 5, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the steps free 0 bytes, not 5");
    }

    private static ManifestContent old(int number) {
        return anImage(number).builtDaysAgo(90).build();
    }

    private static Plan plan(RepositoryBuilder repository) {
        return anEstate(aRegistry().with(repository)).plan(CLEAN);
    }

    private static List<Digest> order(RepositoryBuilder repository) {
        return plan(repository).steps().stream().map(Step::digest).toList();
    }
}
