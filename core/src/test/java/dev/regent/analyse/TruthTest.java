package dev.regent.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {

    @ParameterizedTest(name = "{0} and {1} is {2}, or is {3}")
    @CsvSource({
        "TRUE,    TRUE,    TRUE,    TRUE",
        "TRUE,    UNKNOWN, UNKNOWN, TRUE",
        "TRUE,    FALSE,   FALSE,   TRUE",
        "UNKNOWN, TRUE,    UNKNOWN, TRUE",
        "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN",
        "UNKNOWN, FALSE,   FALSE,   UNKNOWN",
        "FALSE,   TRUE,    FALSE,   TRUE",
        "FALSE,   UNKNOWN, FALSE,   UNKNOWN",
        "FALSE,   FALSE,   FALSE,   FALSE",
    })
    void followsKleene(Truth one, Truth other, Truth both, Truth either) {
        assertThat(one.and(other)).isEqualTo(both);
        assertThat(one.or(other)).isEqualTo(either);
    }

    @Test
    void isTrueOrFalseOfWhatIsKnown() {
        assertThat(Truth.of(true)).isEqualTo(Truth.TRUE);
        assertThat(Truth.of(false)).isEqualTo(Truth.FALSE);
    }
}
