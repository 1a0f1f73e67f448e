package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regent.plan.CarriedOut.Closure;
import dev.regent.plan.CarriedOut.Look;
import dev.regent.plan.ExpectedDuration.Basis;
import dev.regent.plan.Price.Deletion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final CarriedOut NOTHING = new CarriedOut(List.of(), List.of(), OptionalDouble.empty());
    private static final int WORLDS = 200;

    @Test
    void assumesWhereNothingWasCarriedOut() {
        ExpectedDuration expected = Price.of(NOTHING).all(apart("app", 100), Map.of("app", 1_000));

        assertThat(expected.basis()).isEqualTo(Basis.ASSUMED);
        assertThat(expected.steps()).isZero();
        assertThat(expected.time()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(60));
        assertThat(expected.atLeast()).isLessThan(expected.time().dividedBy(2));
        assertThat(expected.atMost()).isGreaterThan(expected.time().multipliedBy(2));
    }

    @Test
    void assumesLooksByHowFastTheRegistryAnswers() {
        CarriedOut limited = new CarriedOut(List.of(), List.of(), OptionalDouble.of(0.05));

        assertThat(Price.of(limited).all(apart("app", 1), Map.of("app", 1_000)).time())
                .as("1,000 tags at 20 requests a second")
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
    }

    @Test
    void takesNoTimeForNothing() {
        assertThat(Price.of(NOTHING).all(List.of(), Map.of()))
                .isEqualTo(
                        new ExpectedDuration(Duration.ZERO, Duration.ZERO, Duration.ZERO, Basis.ASSUMED, 0, List.of()));
    }

    @Test
    void followsASingleStep() {
        CarriedOut slow = new CarriedOut(List.of(new Closure(1, 1_000, 4)), List.of(), OptionalDouble.empty());
        Price price = Price.of(slow);

        assertThat(price.step().at(1_000) + price.closure().at(1_000)).isCloseTo(4, Percentage.withPercentage(1));
        assertThat(price.all(apart("app", 1), Map.of("app", 1_000)).basis()).isEqualTo(Basis.ASSUMED);
    }

    @Test
    void recoversWhatMadeUpStepsCost() {
        for (long seed = 0; seed < WORLDS; seed++) {
            Random random = new Random(seed);
            Truth truth = Truth.of(random);
            Price price = Price.of(truth.carriedOut(random, 200));

            for (int tags : new int[] {100, 1_000, 5_000}) {
                for (int steps : new int[] {1, 6}) {
                    assertThat(steps * price.step().at(tags) + price.closure().at(tags))
                            .as("seed %d, %d steps at %d tags", seed, steps, tags)
                            .isCloseTo(truth.closure(steps, tags), Percentage.withPercentage(20));
                }
                assertThat(price.look().at(tags))
                        .as("seed %d, look at %d tags", seed, tags)
                        .isCloseTo(truth.look().at(tags), Percentage.withPercentage(25));
            }
        }
    }

    @Test
    void isNeverBelowZeroAndAlwaysANumber() {
        for (long seed = 0; seed < WORLDS; seed++) {
            Random random = new Random(seed);
            List<Closure> closures = IntStream.range(0, random.nextInt(30))
                    .mapToObj(_ -> new Closure(1 + random.nextInt(4), random.nextInt(9_000), seconds(random)))
                    .toList();
            List<Look> looks = IntStream.range(0, random.nextInt(4))
                    .mapToObj(_ -> new Look(random.nextInt(9_000), seconds(random)))
                    .toList();
            ExpectedDuration expected = Price.of(new CarriedOut(closures, looks, OptionalDouble.empty()))
                    .all(apart("app", 10), Map.of("app", random.nextInt(9_000)));

            assertThat(expected.time()).as("seed %d", seed).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }

    private static double seconds(Random random) {
        return random.nextInt(5) == 0 ? 0 : random.nextDouble() * random.nextDouble() * 20;
    }

    @Test
    void looksAgainOnceALookIsTenSecondsOld() {
        Price price = price(new Price.Line(1, 0), new Price.Line(0, 0), new Price.Line(2, 0));

        assertThat(price.all(apart("app", 8), Map.of("app", 10)).time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(price.all(apart("app", 9), Map.of("app", 10)).time()).isEqualTo(Duration.ofSeconds(13));
        assertThat(price.all(apart("app", 17), Map.of("app", 10)).time()).isEqualTo(Duration.ofSeconds(23));
    }

    @Test
    void looksOnceForWhatStandsOrFallsTogether() {
        Price price = price(new Price.Line(1, 0), new Price.Line(3, 0), new Price.Line(2, 0));
        List<Deletion> together = IntStream.range(0, 20)
                .mapToObj(_ -> new Deletion("app", digest(1), 0))
                .toList();

        assertThat(price.all(together, Map.of("app", 10)).time()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void getsCheaperWithEachTagThatIsGone() {
        Price price = price(new Price.Line(0, 1), new Price.Line(0, 0), new Price.Line(0, 0));

        assertThat(price.all(apart("app", 4), Map.of("app", 4)).time()).isEqualTo(Duration.ofSeconds(4 + 3 + 2 + 1));
    }

    @Test
    void saysWhereTheTimeGoesAndWhatNobodyMeasured() {
        List<Closure> closures =
                IntStream.range(0, 20).mapToObj(_ -> new Closure(1, 1_000, 0.1)).toList();
        Price price = new Price(
                new Price.Line(0, 100e-6),
                new Price.Line(0, 0),
                new Price.Line(0, 0.001),
                new CarriedOut(closures, List.of(), OptionalDouble.empty()),
                0);
        List<Deletion> both = new ArrayList<>(apart("app", 10));
        both.addAll(apart("small", 10));

        ExpectedDuration expected = price.all(both, Map.of("app", 5_000, "small", 20));

        assertThat(expected.basis()).isEqualTo(Basis.MEASURED);
        assertThat(expected.steps()).isEqualTo(20);
        assertThat(expected.notes())
                .containsExactly(
                        "most of it goes to app: it has 5000 tags, at which each deletion takes about 500 ms and each"
                                + " look before it about 5 s",
                        "a repository has 5000 tags, and none was measured that has more than 1000");
        assertThat(expected.atMost().toMillis() / (double) expected.time().toMillis())
                .isCloseTo(1.5, within(0.01));
    }

    private static Price price(Price.Line step, Price.Line closure, Price.Line look) {
        return new Price(step, closure, look, NOTHING, 0);
    }

    /// Closures of one step each, with a tag.
    private static List<Deletion> apart(String repository, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Deletion(repository, digest(i + 1), 1))
                .toList();
    }

    /// What steps of a made-up registry really take.
    private record Truth(Price.Line step, Price.Line closure, Price.Line look) {

        static Truth of(Random random) {
            return new Truth(
                    new Price.Line(0.02 + random.nextDouble() * 0.2, random.nextDouble() * 200e-6),
                    new Price.Line(random.nextDouble() * 0.1, random.nextDouble() * 20e-6),
                    new Price.Line(0.1 + random.nextDouble(), 0.0005 + random.nextDouble() * 0.005));
        }

        double closure(int steps, int tags) {
            return steps * step.at(tags) + closure.at(tags);
        }

        /// With a tenth of noise.
        CarriedOut carriedOut(Random random, int number) {
            List<Closure> some = new ArrayList<>();
            List<Look> looks = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int steps = 1 + random.nextInt(6);
                int tags = 50 + random.nextInt(5_000);
                some.add(new Closure(steps, tags, closure(steps, tags) * noise(random)));
                looks.add(new Look(tags, look.at(tags) * noise(random)));
            }
            return new CarriedOut(some, looks, OptionalDouble.empty());
        }

        private static double noise(Random random) {
            return 1 + Math.clamp(random.nextGaussian() * 0.1, -0.3, 0.3);
        }
    }
}
