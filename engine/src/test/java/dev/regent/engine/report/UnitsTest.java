package dev.regent.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void writesBytesInPowersOf1024WithOneDecimal() {
        assertThat(Stream.of(0L, 1023L, 1024L, 1536L, 1_048_524L, 1L << 20, 5L << 30, Long.MAX_VALUE)
                        .map(Units::bytes))
                .isEqualTo(
                        List.of("0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1023.9 KiB", "1.0 MiB", "5.0 GiB", "8.0 EiB"));
    }

    @Test
    void saysNoneAndAllOnlyWhereItIsJustThat() {
        assertThat(List.of(
                        Units.share(0, 1000),
                        Units.share(1, 1000),
                        Units.share(125, 1000),
                        Units.share(999, 1000),
                        Units.share(1000, 1000),
                        Units.share(5, 0)))
                .isEqualTo(List.of("0 %", "<1 %", "13 %", ">99 %", "100 %", "0 %"));
    }

    @Test
    void saysAgesInDaysAndTheFirstInHours() {
        Instant at = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(Stream.of(
                                "2026-11-20T12:30:00Z",
                                "2026-11-19T13:00:00Z",
                                "2026-11-19T12:00:00Z",
                                "2020-01-01T00:00:00Z")
                        .map(built -> Units.age(Optional.of(Instant.parse(built)), at)))
                .isEqualTo(List.of("0 h", "23 h", "1 d", "2,515 d"));
        assertThat(Units.age(Optional.empty(), at)).isEqualTo("?");
    }
}
