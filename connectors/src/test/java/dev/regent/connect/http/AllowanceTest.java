package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AllowanceTest {

    private static Answer answer(String body, String... headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new Answer(429, all, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Allowance> allowance(String... headers) {
        return Allowance.of(answer("", headers));
    }

    private static Optional<Allowance> of(long limit, OptionalLong remaining, int seconds) {
        return Optional.of(new Allowance(limit, remaining, Duration.ofSeconds(seconds)));
    }

    @Test
    void readsWhatDockerHubSays() {
        assertThat(allowance("ratelimit-limit", "100;w=21600", "ratelimit-remaining", "98;w=21600"))
                .isEqualTo(of(100, OptionalLong.of(98), 21600));
    }

    @Test
    void readsEachGenerationOfTheDraft() {
        assertThat(allowance("ratelimit-limit", "20", "ratelimit-remaining", "3", "ratelimit-reset", "1"))
                .isEqualTo(of(20, OptionalLong.of(3), 1));
        assertThat(allowance("ratelimit-limit", "10, 10;w=2")).isEqualTo(of(10, OptionalLong.empty(), 2));
        assertThat(allowance("ratelimit-policy", "\"default\";q=100;w=60", "ratelimit", "\"default\";r=50;t=30"))
                .isEqualTo(of(100, OptionalLong.of(50), 60));
        assertThat(allowance("ratelimit-policy", "\"default\";q=100;w=60"))
                .isEqualTo(of(100, OptionalLong.empty(), 60));
    }

    @Test
    void makesNothingOfWhatItCantUse() {
        assertThat(allowance()).isEmpty();
        assertThat(allowance("ratelimit-limit", "many;w=1")).isEmpty();
        assertThat(allowance("ratelimit-limit", "0;w=1")).isEmpty();
        assertThat(allowance("ratelimit-limit", "5;w=0")).isEmpty();
        assertThat(allowance("ratelimit-limit", "99999999999999999999;w=1")).isEmpty();
        // When it begins anew by somebody's clock says nothing of how long it lasts.
        assertThat(allowance("x-ratelimit-limit", "60", "x-ratelimit-reset", "1767225600"))
                .isEmpty();
    }

    @Test
    void leavesTheEndOfARationToThosePulling() {
        assertThat(allowance("ratelimit-limit", "100;w=21600", "ratelimit-remaining", "10;w=21600"))
                .hasValueSatisfying(left -> assertThat(left.isReserved()).isTrue());
        assertThat(allowance("ratelimit-limit", "100;w=21600", "ratelimit-remaining", "11;w=21600"))
                .hasValueSatisfying(left -> assertThat(left.isReserved()).isFalse());
        assertThat(allowance("ratelimit-limit", "20;w=1", "ratelimit-remaining", "0;w=1"))
                .hasValueSatisfying(left -> assertThat(left.isReserved()).isFalse());
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        assertThat(RetryAfter.of(answer("", "retry-after", "7"))).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(answer("", "retry-after-ms", "250", "retry-after", "1")))
                .contains(Duration.ofMillis(250));
        assertThat(RetryAfter.of(answer("", "x-ms-retry-after-ms", "1500"))).contains(Duration.ofMillis(1500));
        assertThat(RetryAfter.of(answer(
                        "", "retry-after", "Sat, 28 Nov 2026 12:00:30 GMT", "date", "Sat, 28 Nov 2026 12:00:00 GMT")))
                .contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.of(answer("{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":"
                        + "\"retry-after: 333.939671ms, allowed: 44000/minute\"}]}")))
                .contains(Duration.ofMillis(334));
        assertThat(RetryAfter.of(answer("", "retry-after", "soon"))).isEmpty();
        assertThat(RetryAfter.of(answer("no more"))).isEmpty();
    }
}
