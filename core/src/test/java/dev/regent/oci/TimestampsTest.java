package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z,                2026-01-02T03:04:05Z",
        "2026-01-02t03:04:05z,                2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.1Z,              2026-01-02T03:04:05.1Z",
        "2026-01-02T03:04:05.123456789Z,      2026-01-02T03:04:05.123456789Z",
        "2026-01-02T03:04:05.1234567899Z,     2026-01-02T03:04:05.123456789Z",
        "2026-01-02T03:04:05+05:30,           2026-01-01T21:34:05Z",
        "2026-01-02T03:04:05-00:00,           2026-01-02T03:04:05Z",
        "0001-01-01T00:00:00Z,                0001-01-01T00:00:00Z",
        "2024-02-29T23:59:59-18:00,           2024-03-01T17:59:59Z",
    })
    void readsEveryFormOfRfc3339(String text, Instant time) {
        assertThat(Timestamps.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "2026-01-02",
                "2026-01-02T03:04Z",
                "2026-01-02T03:04:05",
                "2026-01-02 03:04:05Z",
                "2026-01-02T03:04:05.Z",
                "2026-01-02T03:04:05,1Z",
                "2026-01-02T03:04:05+0530",
                "2026-01-02T03:04:05+05",
                "2026-1-2T03:04:05Z",
                "+2026-01-02T03:04:05Z",
                "12026-01-02T03:04:05Z",
                "2026-02-29T03:04:05Z",
                "2026-13-01T03:04:05Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02T25:04:05Z",
                "2026-01-02T03:60:05Z",
                "2026-01-02T03:04:05+05:60",
                " 2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05Z\n",
                "٢٠٢٦-01-02T03:04:05Z"
            })
    void readsNothingElse(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }
}
