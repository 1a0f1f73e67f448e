package dev.regent.analyse.retention;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.ManifestContent;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a verdict flows from a holder to what it holds.
class ClosureTest {

    private static final String OLDER = "default: remove {olderThan: 30d}";
    private static final Verdict HIDDEN =
            new Undecided("unknown-media-type", "a manifest of unknown media type in this repository could hold it");
    private static final PolicyBuilder CLEAN =
            aPolicy().removeOlderThan(30).keep(anyTag("stable")).allowEmpty();

    private final ManifestContent amd64 = anImage(1).builtDaysAgo(90).build();
    private final ManifestContent arm64 = anImage(2).builtDaysAgo(90).build();
    private final RepositoryBuilder repository = aRepository().with(amd64).with(arm64);

    @Test
    void childrenAndReferrersGoWithTheirHolder() {
        ManifestContent index = anIndex(3, amd64, arm64).build();
        repository.with(index, "v1").with(anImage(4).subject(index)).with(anImage(5), fallbackTag(digest(1)) + ".sig");

        assertThat(verdicts())
                .containsExactly(
                        new Remove(OLDER, "belongs to v1 (000000000003), which goes"),
                        new Remove(OLDER, "belongs to v1 (000000000003), which goes"),
                        new Remove(OLDER, "built 2026-03-03T00:00:00Z, 90 d ago, number 1 by age"),
                        new Remove(OLDER, "belongs to v1 (000000000003), which goes"),
                        new Remove(OLDER, "belongs to 000000000001, which goes"));
    }

    @Test
    void aSharedChildTakesTheSafestVerdictOfItsHolders() {
        repository.with(anIndex(3, amd64, arm64), "v1").with(anIndex(4, arm64), "stable");

        assertThat(verdicts().subList(0, 3))
                .containsExactly(
                        new Remove(OLDER, "belongs to v1 (000000000003), which goes"),
                        new Keep("default: keep {tags: [stable]}", "belongs to stable (000000000004), which stays"),
                        new Remove(OLDER, "built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age"));
    }

    @Test
    void aHoldersKeepReachesAnImageWithItsOwnTag() {
        repository.with(amd64, "v1-amd64").with(anIndex(3, amd64), "stable");

        assertThat(verdicts().getFirst())
                .isEqualTo(new Keep("default: keep {tags: [stable]}", "belongs to stable (000000000003), which stays"));
    }

    @Test
    void aHoldersRemoveNeverReachesAnImageWithItsOwnKeep() {
        repository.with(amd64, "stable").with(anIndex(3, amd64), "v1");

        assertThat(verdicts().getFirst())
                .isEqualTo(new Keep("default: keep {tags: [stable]}", "built 2026-03-03T00:00:00Z, 90 d ago"));
    }

    @Test
    void aHoldersRemoveNeverReachesAnImageThatIsUndecided() {
        ManifestContent timeless = anImage(4).build();
        repository.with(timeless, "v0").with(anIndex(5, timeless, arm64), "v1");

        assertThat(verdicts().get(2)).isInstanceOf(Undecided.class);
        assertThat(verdicts().get(3)).isInstanceOf(Remove.class);
    }

    @Test
    void anUndecidedHolderLeavesWhatItHoldsUndecided() {
        ManifestContent timeless = anImage(4).build();
        repository.with(timeless).with(anIndex(5, timeless), "v1").with(anIndex(6, timeless, arm64), "v2");

        assertThat(verdicts().get(2))
                .isEqualTo(new Undecided(OLDER, "belongs to v1 (000000000005), which is undecided"));
    }

    @Test
    void aHoldersUndecidedReachesAnImageThatWouldGo() {
        ManifestContent timeless = anImage(6).build();
        repository.with(timeless, "v0").with(anImage(4).builtDaysAgo(90).subject(timeless), "mine");

        assertThat(verdicts().get(2))
                .isEqualTo(new Undecided(OLDER, "belongs to v0 (000000000006), which is undecided"));
    }

    @Test
    void flowsThroughEveryLevel() {
        ManifestContent middle = anIndex(3, amd64).build();
        repository
                .with(middle)
                .with(anIndex(4, middle), "stable")
                .with(anImage(5).subject(amd64));

        assertThat(verdicts().get(0)).isEqualTo(kept("belongs to 000000000003, which stays"));
        assertThat(verdicts().get(2)).isEqualTo(kept("belongs to stable (000000000004), which stays"));
        assertThat(verdicts().get(4)).isEqualTo(kept("belongs to 000000000001, which stays"));
    }

    private static Keep kept(String why) {
        return new Keep("default: keep {tags: [stable]}", why);
    }

    @Test
    void anOrphanReferrerStaysAndWhatItHoldsToo() {
        ManifestContent entry = anImage(4).build();
        repository.with(entry).with(anIndex(5, entry), fallbackTag(digest(9)));

        assertThat(verdicts().subList(2, 4))
                .containsExactly(
                        new Keep(
                                "orphan-referrer",
                                "belongs to " + fallbackTag(digest(9)) + " (000000000005), which stays"),
                        new Keep("orphan-referrer", "what it belongs to was not seen in this repository"));
    }

    @Test
    void anOrphanOfOneSubjectStaysThoughTheOtherGoes() {
        repository.with(amd64, "v1").with(anImage(4).subject(digest(9)), fallbackTag(digest(1)));

        assertThat(verdicts().get(2))
                .isEqualTo(new Keep("orphan-referrer", "what it belongs to was not seen in this repository"));
    }

    @Test
    void anImageThatNamesAnUnseenSubjectIsNoOrphan() {
        repository.with(anImage(4).builtDaysAgo(90).subject(digest(9)), "v1");

        assertThat(verdicts().get(2)).isInstanceOf(Remove.class);
    }

    @Test
    void aRingOfReferrerTagsStaysAndWhatItHoldsToo() {
        Verdict ring = new Keep("orphan-referrer", "it belongs only to what belongs to itself");
        ManifestContent entry = anImage(6).build();
        repository
                .with(anImage(4), fallbackTag(digest(5)))
                .with(anIndex(5, entry), fallbackTag(digest(4)))
                .with(entry);

        assertThat(verdicts().subList(2, 5)).containsOnly(ring);
    }

    @Test
    void aRingThatHangsOnWhatGoesGoesToo() {
        repository
                .with(amd64, "v1")
                .with(anImage(4), fallbackTag(digest(5)), fallbackTag(digest(1)))
                .with(anImage(5), fallbackTag(digest(4)));

        assertThat(verdicts().subList(2, 4)).hasOnlyElementsOfType(Remove.class);
    }

    @Test
    void aFallbackEntryGoesOnlyWithAllThatHoldIt() {
        ManifestContent entry = anImage(4).build();
        repository
                .with(amd64, "v1")
                .with(arm64, "stable")
                .with(entry)
                .with(anIndex(5, entry), fallbackTag(digest(1)))
                .with(anIndex(6, entry), fallbackTag(digest(2)));

        assertThat(verdicts().get(2)).isInstanceOf(Keep.class);
        assertThat(verdicts().get(3)).isInstanceOf(Remove.class);
        assertThat(verdicts().get(4)).isInstanceOf(Keep.class);
    }

    @Test
    void besideWhatCannotBeReadWhatWouldGoWithItsHolderIsUndecided() {
        ManifestContent index = anIndex(3, amd64).build();
        repository
                .with(index, "v1")
                .with(anImage(4).subject(index))
                .with(anImage(5), fallbackTag(digest(3)))
                .with(anUnknown(6, "text/odd"), "odd");

        List<Verdict> verdicts = verdicts();

        assertThat(verdicts.get(0)).isEqualTo(HIDDEN);
        assertThat(verdicts.get(2)).isInstanceOf(Remove.class);
        assertThat(verdicts.get(3)).isEqualTo(HIDDEN);
        assertThat(verdicts.get(4)).isEqualTo(HIDDEN);
        assertThat(verdicts.get(5)).isInstanceOf(Keep.class);
    }

    @Test
    void besideWhatCannotBeReadKeepsStay() {
        repository
                .with(anIndex(3, amd64), "stable")
                .with(anImage(4).subject(digest(9)))
                .with(anUnknown(6, "text/odd"), "odd");

        assertThat(verdicts().get(0)).isInstanceOf(Keep.class);
        assertThat(verdicts().get(3)).isInstanceOf(Keep.class);
    }

    private List<Verdict> verdicts() {
        return RetentionJudge.judge(repository.view(), List.of(CLEAN.build())).stream()
                .map(Judgement::verdict)
                .toList();
    }
}
