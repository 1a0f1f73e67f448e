package dev.regent.analyse.retention;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.analyse.Images;
import dev.regent.analyse.Truth;
import dev.regent.analyse.retention.Condition.Built;
import dev.regent.analyse.retention.Condition.Built.Order;
import dev.regent.analyse.retention.Condition.Newest;
import dev.regent.analyse.retention.Condition.Newest.By;
import dev.regent.analyse.retention.Condition.PulledWithin;
import dev.regent.analyse.retention.Condition.Tags;
import dev.regent.analyse.retention.Condition.UntaggedFor;
import dev.regent.analyse.retention.Condition.UsedWithin;
import dev.regent.given.ManifestBuilder;
import dev.regent.observe.ManifestContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void newestIsUnknownWithoutATime() {
        assertThat(new Newest(1, By.CREATED).holds(one(anImage(1), "v1"), 0)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void newestHoldsOfAsManyAsItSays() {
        Images images = aRepository()
                .with(anImage(1).builtDaysAgo(3), "v1")
                .with(anImage(2).builtDaysAgo(2), "v2")
                .with(anImage(3).builtDaysAgo(1), "v3")
                .view()
                .images();

        assertThat(all(new Newest(2, By.CREATED), images)).containsExactly(Truth.FALSE, Truth.TRUE, Truth.TRUE);
    }

    @Test
    void newestIsFalseOfWhatTakesNoPlace() {
        ManifestContent child = anImage(1).builtDaysAgo(1).build();
        Images images = aRepository()
                .with(child, "v1-amd64")
                .with(anIndex(2, child), "v1")
                .with(anImage(3).builtDaysAgo(1))
                .view()
                .images();

        assertThat(all(new Newest(9, By.CREATED), images)).containsExactly(Truth.FALSE, Truth.TRUE, Truth.FALSE);
    }

    @Test
    void newestByPushIsUnknown() {
        assertThat(new Newest(1, By.PUSHED).holds(one(anImage(1).builtDaysAgo(1), "v1"), 0))
                .isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void newestCountsFromOne() {
        assertThatThrownBy(() -> new Newest(0, By.CREATED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("newest is 1 or more, got 0");
    }

    @Test
    void ageIsUnknownWithoutATime() {
        Images images = one(anImage(1), "v1");

        assertThat(new Built(Order.OLDER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.UNKNOWN);
        assertThat(new Built(Order.YOUNGER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void whatWasBuiltAtTheVeryMomentIsYoung() {
        Images images = one(anImage(1).builtAt(NOW.minus(DAY)), "v1");

        assertThat(new Built(Order.OLDER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.FALSE);
        assertThat(new Built(Order.YOUNGER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.TRUE);
    }

    @Test
    void whatWasBuiltEarlierIsOld() {
        Images images = one(anImage(1).builtAt(NOW.minus(DAY).minusNanos(1)), "v1");

        assertThat(new Built(Order.OLDER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.TRUE);
        assertThat(new Built(Order.YOUNGER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.FALSE);
    }

    @Test
    void whatWasBuiltLaterIsYoung() {
        Images images = one(anImage(1).builtAt(NOW.minus(DAY).plusNanos(1)), "v1");

        assertThat(new Built(Order.OLDER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.FALSE);
        assertThat(new Built(Order.YOUNGER, ago(DAY)).holds(images, 0)).isEqualTo(Truth.TRUE);
    }

    @Test
    void aMomentCanBeAnInstant() {
        Moment may = new Moment.At(Instant.parse("2026-05-01T00:00:00Z"), "2026-05-01");
        Images images = aRepository()
                .with(anImage(1).builtAt(Instant.parse("2026-04-30T23:59:59Z")), "v1")
                .with(anImage(2).builtAt(Instant.parse("2026-05-01T00:00:00Z")), "v2")
                .view()
                .images();

        assertThat(all(new Built(Order.OLDER, may), images)).containsExactly(Truth.TRUE, Truth.FALSE);
        assertThat(new Built(Order.OLDER, may).written()).isEqualTo("olderThan: 2026-05-01");
    }

    @Test
    void aMomentIsNotInTheFuture() {
        assertThat(new Moment.Ago(Duration.ZERO, "0d").before(NOW)).isEqualTo(NOW);
        assertThatThrownBy(() -> new Moment.Ago(Duration.ofNanos(-1), "-1d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration is zero or more, got -1d");
    }

    @Test
    void aKeepByTagHoldsIfAnyTagMatches() {
        Condition any = new Tags("tags: [v*]", tag -> tag.startsWith("v"), false);

        assertThat(any.holds(one(anImage(1), "v1", "latest"), 0)).isEqualTo(Truth.TRUE);
        assertThat(any.holds(one(anImage(1), "latest"), 0)).isEqualTo(Truth.FALSE);
        assertThat(any.holds(one(anImage(1)), 0)).isEqualTo(Truth.FALSE);
    }

    @Test
    void aRemoveByTagHoldsIfEveryTagMatchesAndThereIsOne() {
        Condition every = new Tags("tags: [v*]", tag -> tag.startsWith("v"), true);

        assertThat(every.holds(one(anImage(1), "v1", "v2"), 0)).isEqualTo(Truth.TRUE);
        assertThat(every.holds(one(anImage(1), "v1", "latest"), 0)).isEqualTo(Truth.FALSE);
        assertThat(every.holds(one(anImage(1)), 0)).isEqualTo(Truth.FALSE);
    }

    @Test
    void nobodyKnowsOfPulls() {
        assertThat(new PulledWithin(DAY, "pulledWithin: 1d").holds(one(anImage(1), "v1"), 0))
                .isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void usesAreTrueIfTheyAreNowElseUnknownElseNotAskedFor() {
        Condition used = new UsedWithin(DAY, "usedWithin: 1d");
        Images asked = aRepository()
                .with(anImage(1), "v1")
                .with(anImage(2), "v2")
                .view(anEnvironment().running("web", digest(1)).uses())
                .images();

        assertThat(all(used, asked)).containsExactly(Truth.TRUE, Truth.UNKNOWN);
        assertThat(used.holds(one(anImage(1), "v1"), 0)).isEqualTo(Truth.FALSE);
    }

    @Test
    void sinceWhenAnImageHasNoTagIsUnknownUnlessItHasOne() {
        Condition untagged = new UntaggedFor(DAY, "untaggedFor: 1d");

        assertThat(untagged.holds(one(anImage(1)), 0)).isEqualTo(Truth.UNKNOWN);
        assertThat(untagged.holds(one(anImage(1), "v1"), 0)).isEqualTo(Truth.FALSE);
    }

    @Test
    void standsAsItWasWritten() {
        assertThat(new Newest(3, By.CREATED).written()).isEqualTo("newest: 3");
        assertThat(new Newest(3, By.PUSHED).written()).isEqualTo("newest: 3, by: pushed");
        assertThat(new Built(Order.OLDER, ago(DAY)).written()).isEqualTo("olderThan: 1d");
        assertThat(new Built(Order.YOUNGER, ago(DAY)).written()).isEqualTo("youngerThan: 1d");
    }

    private static Moment ago(Duration duration) {
        return new Moment.Ago(duration, duration.toDays() + "d");
    }

    private static Images one(ManifestBuilder image, String... tags) {
        return aRepository().with(image, tags).view().images();
    }

    private static List<Truth> all(Condition condition, Images images) {
        return IntStream.range(0, images.size())
                .mapToObj(image -> condition.holds(images, image))
                .toList();
    }
}
