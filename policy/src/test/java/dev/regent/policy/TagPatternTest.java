package dev.regent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPatternTest {

    @ParameterizedTest
    @CsvSource({"rc, 1.0-rc1, true", "^rc, 1.0-rc1, false", "'^v?\\d+$', v12, true", "'^v?\\d+$', v12a, false"})
    void isFoundAnywhereUnlessTiedToTheEnds(String pattern, String tag, boolean found) {
        assertThat(TagPattern.parse(pattern).test(tag)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^(?=v)a; no pattern of RE2: invalid or unsupported Perl syntax: `(?=` at character 2 of it",
                "a**; no pattern of RE2: invalid nested repetition operator: `**` at character 2 of it",
                "é[z-a]; no pattern of RE2: invalid character class range: `z-a` at character 3 of it",
                "a(; no pattern of RE2: missing closing ): `a(` at character 1 of it",
                "a\\; no pattern of RE2: trailing backslash at end of expression",
                "(a)\\1; no pattern of RE2: invalid escape sequence: `\\1` at character 4 of it",
                "x{1001}; no pattern of RE2: invalid repeat count: `{1001}` at character 2 of it",
            })
    void isRefusedInTheWordsOfRe2(String pattern, String message) {
        assertThatThrownBy(() -> TagPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((x{1000}){1000}){1000}",
                "(((((x{10}){10}){10}){10}){10}){10}",
                "(x{0,1000}){1000,}",
                "[a-z]{1000}[a-z]{999}",
                "(?:x{200}){100}"
            })
    void isRefusedWhenItsRepetitionsBlowUp(String pattern) {
        assertThatThrownBy(() -> TagPattern.parse(pattern)).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{40}-[0-9]{14}$",
                "^\\d{1,3}(\\.\\d{1,3}){3}-[0-9a-f]{7,40}$",
                "^\\d{4}-\\d{2}-\\d{2}T\\d{6}$",
                "x{1000}"
            })
    void isTakenWithTheRepetitionsThatPeopleUse(String pattern) {
        assertThat(TagPattern.parse(pattern).pattern().pattern()).isEqualTo(pattern);
    }

    @Test
    void isRefusedWhenEmptyOrLongerThan1000Characters() {
        assertThatThrownBy(() -> TagPattern.parse("")).hasMessageContaining("an empty pattern is in every tag");
        assertThatThrownBy(() -> TagPattern.parse("(".repeat(1001))).hasMessageContaining("at most 1000 characters");
        assertThat(TagPattern.parse("(".repeat(500) + ")".repeat(500)).test("a"))
                .isTrue();
    }
}
