package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

    private static final long MILLISECOND = 1_000_000;

    private long now = 1_000 * MILLISECOND;
    private final Throttle throttle = new Throttle(32, () -> now, time -> now += time.toNanos());

    private static Answer answer(int status, String... headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new Answer(status, all, new byte[0]);
    }

    private void answers(int number, int status, long millis) {
        for (int i = 0; i < number; i++) {
            now += millis * MILLISECOND;
            throttle.answered(answer(status), millis * MILLISECOND);
        }
    }

    @Test
    void asksMoreAtOnceWhileAnswersComeAsFastAsEver() {
        assertThat(throttle.window()).isEqualTo(8);

        answers(2_000, 200, 20);

        assertThat(throttle.window()).isEqualTo(32);
    }

    @Test
    void asksAsMuchAsItMayOfWhatIsNear() {
        answers(1, 200, 0);

        answers(2_000, 200, 15);

        assertThat(throttle.window()).isEqualTo(32);
    }

    @Test
    void asksLessAtOnceWhereAnswersQueueUp() {
        answers(1, 200, 1);

        answers(2_000, 200, 50);

        assertThat(throttle.window()).isLessThanOrEqualTo(8).isGreaterThanOrEqualTo(2);
    }

    @Test
    void asksHalfAsMuchWhereTheFarSideFails() {
        answers(1, 503, 20);

        assertThat(throttle.window()).isEqualTo(4);
        now += Duration.ofSeconds(2).toNanos();
        throttle.failed();
        assertThat(throttle.window()).isEqualTo(2);
    }

    @Test
    void goesDownOnceForARoundThatFailsAsAWhole() {
        answers(100, 200, 20);
        int before = throttle.window();
        for (int i = 0; i < before; i++) {
            throttle.answered(answer(503), 20 * MILLISECOND);
        }

        assertThat(throttle.window()).isEqualTo(before / 2);
    }

    @Test
    void keepsToAPaceThatIsNamed() throws InterruptedException {
        throttle.answered(answer(200, "ratelimit-limit", "20;w=1", "ratelimit-remaining", "19;w=1"), MILLISECOND);

        assertThat(mostInASecond(begin(200))).isLessThanOrEqualTo(20).isGreaterThanOrEqualTo(18);
    }

    @Test
    void letsNobodyWaitInLineForLong() throws InterruptedException {
        throttle.answered(answer(200, "ratelimit-limit", "10;w=60"), MILLISECOND);
        throttle.begin(Duration.ofSeconds(45));
        long before = now;

        assertThat(throttle.begin(Duration.ofSeconds(1))).isGreaterThan(Duration.ofSeconds(6));

        assertThat(now).isEqualTo(before);
    }

    @Test
    void leavesARationOfHoursToTheCaller() {
        throttle.answered(answer(200, "ratelimit-limit", "100;w=21600"), MILLISECOND);

        assertThat(throttle.pace()).isEmpty();
    }

    @Test
    void findsAPaceThatIsNotNamedByWhatIsRefused() throws InterruptedException {
        begin(50);
        throttle.answered(answer(429), MILLISECOND);

        assertThat(throttle.pace()).hasValueSatisfying(pace -> assertThat(pace).isGreaterThan(Duration.ofMillis(20)));
        Duration first = throttle.pace().orElseThrow();
        begin(2_000);
        assertThat(throttle.pace()).hasValueSatisfying(pace -> assertThat(pace).isLessThan(first));
    }

    private List<Long> begin(int number) throws InterruptedException {
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            throttle.begin(Duration.ofSeconds(45));
            begun.add(now);
        }
        return begun;
    }

    private static long mostInASecond(List<Long> begun) {
        long second = Duration.ofSeconds(1).toNanos();
        return begun.stream()
                .mapToLong(from -> begun.stream()
                        .filter(at -> at >= from && at < from + second)
                        .count())
                .max()
                .orElseThrow();
    }
}
