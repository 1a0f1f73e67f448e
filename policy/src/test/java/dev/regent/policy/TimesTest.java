package dev.regent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.analyse.retention.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "30d, PT720H",
        "12h, PT12H",
        "15m, PT15M",
        "45s, PT45S",
        "2w, PT336H",
        "0s, PT0S",
        "007d, PT168H",
        "1000000d, PT24000000H",
        "P30D, PT720H",
        "PT12H, PT12H",
        "P2W, PT336H",
        "P1DT2H3M4S, PT26H3M4S",
        "PT0S, PT0S",
    })
    void readsADuration(String text, Duration duration) {
        assertThat(Times.duration(text)).isEqualTo(duration);
        assertThat(Times.moment(text)).isEqualTo(new Moment.Ago(duration, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "30", "d", "-3d", "+3d", "3.5d", "30D", "30 d", " 30d", "1h30m", "P", "PT", "P1DT", "P-1D", "PT-1H",
                "-PT1H", "p30d", "PT1.5S", "P1W1D", "3e2d", "never", "٣d", "1d\n"
            })
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Times.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a duration is a whole number and s, m, h, d or w");
        assertThatThrownBy(() -> Times.moment(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1Y", "P6M", "P1Y2M3D", "1y", "6mo", "2 years", "3 months"})
    void refusesYearsAndMonthsSinceTheyHaveNoFixedLength(String text) {
        assertThatThrownBy(() -> Times.duration(text)).hasMessageContaining("have no fixed length; count in days");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000001d",
                "99999999999w",
                "9999999999999999999999s",
                "P99999999999W",
                "PT99999999999999999999H",
                "P1000000DT1S"
            })
    void refusesMoreThanAMillionDays(String text) {
        assertThatThrownBy(() -> Times.duration(text)).hasMessage("a duration is at most 1000000d; got " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01, 2024-01-01T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
        "2024-01-01T12:30Z, 2024-01-01T12:30:00Z",
        "2024-01-01T12:30:15.5Z, 2024-01-01T12:30:15.500Z",
        "2024-01-01T12:00:00+02:00, 2024-01-01T10:00:00Z",
        "0001-01-01, 0001-01-01T00:00:00Z",
        "9999-12-31, 9999-12-31T00:00:00Z",
    })
    void readsAnInstantAndADateAsItsBeginningInUtc(String text, Instant instant) {
        assertThat(Times.moment(text)).isEqualTo(new Moment.At(instant, text));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-30, there is no such date: 2024-02-30",
        "2023-02-29, there is no such date",
        "2024-13-01, there is no such date",
        "2024-01-01T25:00:00Z, there is no such time",
        "2024-01-01T12:00:00+19:00, there is no such time",
        "2024-01-01T12:00:00, an instant is written 2026-01-31T12:00:00Z",
        "2024-01-01 12:00:00Z, an instant is written",
        "2024-1-1, an instant is written",
        "01.02.2024, a duration is a whole number",
    })
    void refusesWhatIsNoMoment(String text, String message) {
        assertThatThrownBy(() -> Times.moment(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000d", "P1000000D"})
    void goesBackFromNowByTheLongestDurationWithoutOverflow(String text) {
        assertThat(Times.moment(text).before(Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").minus(Duration.ofDays(1_000_000)));
    }
}
