package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.RequestTimes;
import dev.regent.store.estate.LookTimes;
import dev.regent.store.estate.LookTimes.OfRepository;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RequestTallyTest {

    private final RequestTally tally = new RequestTally(RequestTimes.NONE);

    private void took(String repository, int status, long millis) {
        tally.took(
                "main",
                Optional.of(repository),
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                Duration.ofMillis(millis));
    }

    @Test
    void hasNoTimesWhereNothingWasAsked() {
        assertThat(tally.times()).isEmpty();
    }

    @Test
    void tellsMedianAndNinetyFifthToATwentieth() {
        for (int i = 1; i <= 100; i++) {
            took("app", 200, i * 10L);
        }
        LookTimes times = tally.times().orElseThrow();

        assertThat(times.median()).isBetween(Duration.ofMillis(475), Duration.ofMillis(525));
        assertThat(times.p95()).isBetween(Duration.ofMillis(902), Duration.ofMillis(998));
    }

    @Test
    void countsByRepositoryAndWhatIsAnError() {
        took("app", 200, 5);
        took("app", 404, 7);
        took("app", 429, 3);
        took("lib", 503, 30);
        took("lib", 0, 900);
        tally.took("main", Optional.empty(), OptionalInt.of(200), Duration.ofSeconds(9));

        assertThat(tally.times().orElseThrow().repositories())
                .isEqualTo(Map.of(
                        "app", new OfRepository(3, 1, Duration.ofMillis(7)),
                        "lib", new OfRepository(2, 2, Duration.ofMillis(900))));
    }

    @Test
    void takesTimesOfAnyLength() {
        took("app", 200, 0);
        took("app", 200, Duration.ofDays(3).toMillis());

        assertThat(tally.times().orElseThrow().p95()).isGreaterThan(Duration.ofHours(4));
    }
}
