package dev.regent.analyse;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.aSchema1;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Images.Place;
import dev.regent.given.ManifestBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryImagesTest {

    private static final String CHART = "application/vnd.cncf.helm.config.v1+json";
    private static final Place NO_PLACE = new Place.None();
    private static final Place UNKNOWN = new Place.Unknown();

    @Test
    void numbersImagesAsTheInventoryDoes() {
        Images images = images(aRepository().with(anImage(2), "b", "a").with(anImage(1)));

        assertThat(images.size()).isEqualTo(2);
        assertThat(images.digest(0)).isEqualTo(digest(1));
        assertThat(images.digest(1)).isEqualTo(digest(2));
        assertThat(images.tags(0)).isEmpty();
        assertThat(images.tags(1)).containsExactly("a", "b");
        assertThat(images.now()).isEqualTo(NOW);
    }

    @Test
    void placesTheNewestFirst() {
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(20), "old")
                .with(anImage(2).builtDaysAgo(10), "new")
                .with(anImage(3).builtDaysAgo(30), "oldest"));

        assertThat(places(images)).containsExactly(at(2), at(1), at(3));
    }

    @Test
    void takesTheGreaterDigestForTheNewerOfTwoOfTheSameAge() {
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(10), "a")
                .with(anImage(3).builtDaysAgo(10), "b")
                .with(anImage(2).builtDaysAgo(10), "c"));

        assertThat(places(images)).containsExactly(at(3), at(2), at(1));
    }

    @Test
    void givesNoPlaceToAnUntaggedImage() {
        Images images = images(
                aRepository().with(anImage(1).builtDaysAgo(1)).with(anImage(2).builtDaysAgo(2), "v1"));

        assertThat(places(images)).containsExactly(NO_PLACE, at(1));
    }

    @Test
    void cannotPlaceAnImageWithoutATimeAndCountsTheOthersAsIfItWereNotThere() {
        Images images =
                images(aRepository().with(anImage(1), "v1").with(anImage(2).builtDaysAgo(2), "v2"));

        assertThat(places(images)).containsExactly(UNKNOWN, at(1));
        assertThat(images.built(0)).isEmpty();
    }

    @Test
    void countsArtifactsByTheirOwnType() {
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(1).configType(CHART), "chart")
                .with(anImage(2).builtDaysAgo(2), "v2")
                .with(anImage(3).builtDaysAgo(3), "v1")
                .with(anImage(4).builtDaysAgo(4).configType(CHART), "chart-old"));

        assertThat(places(images)).containsExactly(at(1), at(1), at(2), at(2));
        assertThat(images.artifactType(0)).contains(CHART);
        assertThat(images.artifactType(1)).isEmpty();
    }

    @Test
    void givesNoPlaceToWhatBelongsToAnIndexThatTakesOne() {
        ManifestContent child = anImage(1).builtDaysAgo(1).build();
        Images images = images(aRepository()
                .with(child, "v1-amd64")
                .with(anIndex(2, child), "v1")
                .with(anImage(3).builtDaysAgo(9), "v0"));

        assertThat(places(images)).containsExactly(NO_PLACE, at(1), at(2));
    }

    @Test
    void givesNoPlaceToWhatBelongsToAnIndexThroughAnotherThatHasNone() {
        ManifestContent child = anImage(1).builtDaysAgo(1).build();
        ManifestContent middle = anIndex(2, child).build();
        Images images =
                images(aRepository().with(child, "leaf").with(middle, "middle").with(anIndex(3, middle), "top"));

        assertThat(places(images)).containsExactly(NO_PLACE, NO_PLACE, at(1));
    }

    @Test
    void givesAPlaceToATaggedChildOfAnUntaggedIndex() {
        ManifestContent child = anImage(1).builtDaysAgo(1).build();
        Images images = images(aRepository().with(child, "v1").with(anIndex(2, child)));

        assertThat(places(images)).containsExactly(at(1), NO_PLACE);
    }

    @Test
    void givesNoPlaceToATaggedReferrer() {
        ManifestContent image = anImage(1).builtDaysAgo(5).build();
        Images images = images(
                aRepository().with(image, "v1").with(anImage(2).builtDaysAgo(1).subject(image), "signature"));

        assertThat(places(images)).containsExactly(at(1), NO_PLACE);
    }

    @Test
    void believesEveryTimeFrom2013UntilNow() {
        assertThat(built(new Created.At(Instant.parse("2013-01-01T00:00:00Z"))))
                .isEqualTo(Instant.parse("2013-01-01T00:00:00Z"));
        assertThat(built(new Created.At(NOW))).isEqualTo(NOW);
    }

    @Test
    void believesNoTimeBefore2013NorInTheFuture() {
        assertThat(images(aRepository()
                                .with(anImage(1).builtAt(Instant.parse("2012-12-31T23:59:59.999999999Z")), "epoch")
                                .with(anImage(2).builtAt(NOW.plusNanos(1)), "future"))
                        .built(0))
                .isEmpty();
        assertThat(images(aRepository().with(anImage(2).builtAt(NOW.plusNanos(1)), "future"))
                        .built(0))
                .isEmpty();
    }

    @Test
    void readsTheAnnotationWhereTheConfigIsSilent() {
        Images images = images(aRepository().with(anImage(1).annotatedAsCreated("2026-05-01T00:00:00Z"), "v1"));

        assertThat(images.built(0)).contains(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-06-01T00:00:00.000000001Z", "yesterday", ""})
    void believesAnAnnotationNoMoreThanAConfig(String time) {
        assertThat(images(aRepository().with(anImage(1).annotatedAsCreated(time), "v1"))
                        .built(0))
                .isEmpty();
    }

    @Test
    void neverReadsTheAnnotationBesideAConfigsTime() {
        List<Created> claims = List.of(
                new Created.At(Instant.EPOCH),
                new Created.At(NOW.plusSeconds(1)),
                new Created.Unusable(),
                new Created.Unread());

        assertThat(claims).allSatisfy(claim -> {
            ManifestBuilder image = anImage(1).created(claim).annotatedAsCreated("2026-05-01T00:00:00Z");
            assertThat(images(aRepository().with(image, "v1")).built(0)).isEmpty();
        });
    }

    @Test
    void anIndexIsAsOldAsItsNewestChildThatHasATime() {
        ManifestContent older = anImage(1).builtDaysAgo(9).build();
        ManifestContent newer = anImage(2).builtDaysAgo(5).build();
        ManifestContent without = anImage(3).build();
        Images images = images(aRepository()
                .with(older)
                .with(newer)
                .with(without)
                .with(anIndex(4, older, newer, without).annotatedAsCreated("2026-05-31T00:00:00Z"), "v1")
                .with(anIndex(5, without, newer, older), "v2"));

        assertThat(images.built(3)).contains(NOW.minus(Duration.ofDays(5)));
        assertThat(images.built(4)).contains(NOW.minus(Duration.ofDays(5)));
    }

    @Test
    void anIndexWithoutAChildThatHasATimeIsAsOldAsItsAnnotationSays() {
        ManifestContent without = anImage(3).build();
        Images images = images(aRepository()
                .with(without)
                .with(anIndex(4, without).annotatedAsCreated("2026-05-01T00:00:00Z"), "v1")
                .with(anIndex(5, without), "v2"));

        assertThat(images.built(1)).contains(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(images.built(2)).isEmpty();
    }

    @Test
    void anIndexOfAnIndexIsAsOldAsItsNewestLeaf() {
        ManifestContent leaf = anImage(1).builtDaysAgo(5).build();
        ManifestContent middle = anIndex(2, leaf).build();
        Images images = images(aRepository().with(leaf).with(middle).with(anIndex(3, middle), "v1"));

        assertThat(images.built(2)).contains(NOW.minus(Duration.ofDays(5)));
    }

    @Test
    void anUnreadChildMakesTheAgeOfItsIndexesUnknown() {
        ManifestContent read = anImage(1).builtDaysAgo(9).build();
        ManifestContent unread = anImage(2).created(new Created.Unread()).build();
        ManifestContent middle = anIndex(3, read, unread).build();
        Images images = images(aRepository()
                .with(read)
                .with(unread)
                .with(middle)
                .with(anIndex(4, middle).annotatedAsCreated("2026-05-01T00:00:00Z"), "v1")
                .with(anIndex(5, read), "v2"));

        assertThat(images.built(2)).isEmpty();
        assertThat(images.built(3)).isEmpty();
        assertThat(images.built(4)).contains(NOW.minus(Duration.ofDays(9)));
        assertThat(images.place(3)).isEqualTo(UNKNOWN);
    }

    @Test
    void theFirstFormatHasNoTime() {
        assertThat(images(aRepository().with(aSchema1(1), "v1")).built(0)).isEmpty();
    }

    @Test
    void knowsNoAgeWhereTheClockIsNotTrusted() {
        Images images = aRegistry()
                .with(aRepository().with(anImage(1).builtDaysAgo(5), "v1"))
                .clockOff(Duration.ofMinutes(6))
                .view(Uses.notAsked())
                .images();

        assertThat(images.built(0)).isEmpty();
        assertThat(images.place(0)).isEqualTo(UNKNOWN);
        assertThat(images.newestOfAll(0)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void onlyTheFirstOfTheTaggedIsTheNewestOfAll() {
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(1))
                .with(anImage(2).builtDaysAgo(2), "v2")
                .with(anImage(3).builtDaysAgo(3), "v1")
                .with(anImage(4), "v0")
                .with(anImage(5)));

        assertThat(newestOfAll(images))
                .containsExactly(Truth.FALSE, Truth.TRUE, Truth.FALSE, Truth.UNKNOWN, Truth.FALSE);
    }

    @Test
    void whatBelongsToAnotherImageIsNotTheNewestOfAll() {
        ManifestContent child = anImage(1).builtDaysAgo(1).build();
        Images images = images(aRepository().with(child, "v1-amd64").with(anIndex(2, child), "v1"));

        assertThat(newestOfAll(images)).containsExactly(Truth.FALSE, Truth.TRUE);
    }

    @Test
    void withoutAnyTagTheNewestUntaggedImageIsTheNewestOfAll() {
        ManifestContent child = anImage(4).builtDaysAgo(1).build();
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(3))
                .with(anImage(2).builtDaysAgo(3))
                .with(anImage(3))
                .with(child)
                .with(anIndex(5, child).subject(digest(9))));

        assertThat(newestOfAll(images))
                .containsExactly(Truth.FALSE, Truth.TRUE, Truth.UNKNOWN, Truth.FALSE, Truth.FALSE);
    }

    @Test
    void aTaggedChartDoesNotStandForUntaggedImages() {
        Images images = images(aRepository()
                .with(anImage(1).builtDaysAgo(1).configType(CHART), "chart")
                .with(anImage(2).builtDaysAgo(2))
                .with(anImage(3).builtDaysAgo(3)));

        assertThat(newestOfAll(images)).containsExactly(Truth.TRUE, Truth.TRUE, Truth.FALSE);
    }

    @Test
    void oneLookSaysNothingAboutPastUses() {
        RepositoryBuilder repository = aRepository().with(anImage(1), "v1").with(anImage(2), "v2");
        Images asked = repository
                .view(anEnvironment().running("web", digest(1)).uses())
                .images();
        Images notAsked = repository.view().images();

        assertThat(asked.usedSince(0, NOW)).isEqualTo(Truth.TRUE);
        assertThat(asked.usedSince(1, NOW)).isEqualTo(Truth.UNKNOWN);
        assertThat(notAsked.usedSince(0, NOW)).isEqualTo(Truth.FALSE);
    }

    private static Images images(RepositoryBuilder repository) {
        return repository.view().images();
    }

    private static Instant built(Created created) {
        return images(aRepository().with(anImage(1).created(created), "v1"))
                .built(0)
                .orElseThrow();
    }

    private static Place at(int number) {
        return new Place.At(number);
    }

    private static List<Place> places(Images images) {
        return IntStream.range(0, images.size()).mapToObj(images::place).toList();
    }

    private static List<Truth> newestOfAll(Images images) {
        return IntStream.range(0, images.size()).mapToObj(images::newestOfAll).toList();
    }
}
