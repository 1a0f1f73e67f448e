package dev.regent.analyse.retention;

import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.aSchema1;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.everyTag;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Uses;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// When there is no telling what becomes of an image.
class UndecidedTest {

    private static final String OLDER = "default: remove {olderThan: 30d}";
    private static final PolicyBuilder CLEAN = aPolicy().removeOlderThan(30);

    /// An old image beside a newer one that is the last.
    private final RepositoryBuilder repository = aRepository()
            .with(anImage(1).builtDaysAgo(90), "v1")
            .with(anImage(9).builtDaysAgo(40), "newest");

    @Test
    void leavesUntaggedImagesUndecidedBesideWhatCannotBeRead() {
        RepositoryView view = repository
                .with(anImage(2).builtDaysAgo(90))
                .with(anUnknown(3, "text/odd"))
                .view();

        assertThat(verdicts(view, CLEAN).get(1))
                .isEqualTo(new Undecided(
                        "unknown-media-type", "a manifest of unknown media type in this repository could hold it"));
        assertThat(verdicts(view, CLEAN).getFirst()).isInstanceOf(Remove.class);
    }

    @Test
    void leavesWhatCouldBeUsedUndecidedIfAnEnvironmentWasNotHeard() {
        RepositoryView view = repository.view(
                anEnvironment().heard(Heard.PARTLY, "services were refused").uses());

        assertThat(verdicts(view, CLEAN).getFirst())
                .isEqualTo(new Undecided("unheard", "not heard: environment host: services were refused"));
        assertThat(rules(view, CLEAN)).containsExactly("unheard", "last-image");
    }

    @Test
    void leavesARepositoryThatWasNotWhollyHeardUndecided() {
        RepositoryView view =
                repository.gap(Gap.Kind.STRUCTURE, "tag 1.0", "500").view();

        assertThat(verdicts(view, CLEAN).getFirst())
                .isEqualTo(new Undecided("unheard", "not heard in this repository: tag 1.0: 500"));
    }

    @Test
    void doesNotMindAConfigThatWasNotHeardOfAnotherImage() {
        RepositoryView view = repository.gap(Gap.Kind.CONFIG, "config", "500").view();

        assertThat(verdicts(view, CLEAN).getFirst()).isInstanceOf(Remove.class);
    }

    @Test
    void leavesTooDeepANestingUndecided() {
        ManifestContent below = anImage(100).builtDaysAgo(90).build();
        repository.with(below);
        for (int level = 101; level <= 117; level++) {
            below = anIndex(level, below).build();
            repository.with(below, level == 117 ? new String[] {"deep"} : new String[] {});
        }

        List<Verdict> verdicts = verdicts(repository.view(), CLEAN);

        assertThat(verdicts.getLast())
                .isEqualTo(new Undecided("unheard", "indexes are nested deeper than 16 below it"));
        assertThat(verdicts.get(2)).isEqualTo(new Undecided("unheard", "belongs to 000000000101, which is undecided"));
    }

    @Test
    void leavesItUndecidedWhetherAKeepHolds() {
        RepositoryView view = repository.view();
        PolicyBuilder pulled = aPolicy()
                .keep(new Condition.PulledWithin(Duration.ofDays(90), "pulledWithin: 90d"))
                .removeOlderThan(30);

        assertThat(verdicts(view, pulled).getFirst())
                .isEqualTo(new Undecided(
                        OLDER,
                        "there is no telling whether this keeps it: default: keep {pulledWithin: 90d}; "
                                + "built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age"));
    }

    @Test
    void leavesItUndecidedWhetherARemoveHolds() {
        RepositoryView view = repository.with(anImage(2), "v2").view();
        PolicyBuilder clean = aPolicy().allowEmpty().removeOlderThan(30);

        assertThat(verdicts(view, clean).get(1))
                .isEqualTo(
                        new Undecided(OLDER, "there is no telling whether this removes it: no believable build time"));
    }

    @Test
    void leavesItUndecidedWhetherAnImageWithoutATimeIsTheLast() {
        RepositoryView view = repository.with(aSchema1(2), "v2").view();

        assertThat(verdicts(view, aPolicy().remove(everyTag("v2"))).get(1))
                .isEqualTo(new Undecided(
                        "default: remove {tags: [v2]}",
                        "there is no telling whether this keeps it: last-image; no believable build time"));
    }

    @Test
    void saysThatTheClockIsWhyNoAgeIsKnown() {
        RepositoryView view =
                aRegistry().with(repository).clockOff(Duration.ofMinutes(-6)).view(Uses.notAsked());

        assertThat(verdicts(view, CLEAN).getFirst().reason())
                .isEqualTo("there is no telling whether this keeps it: last-image; "
                        + "the registry's clock is more than 5 min from ours, so no age is known");
    }

    private static List<Verdict> verdicts(RepositoryView view, PolicyBuilder... policies) {
        return RetentionJudge.judge(
                        view, Stream.of(policies).map(PolicyBuilder::build).toList())
                .stream()
                .map(Judgement::verdict)
                .toList();
    }

    private static List<String> rules(RepositoryView view, PolicyBuilder... policies) {
        return verdicts(view, policies).stream().map(Verdict::rule).toList();
    }
}
