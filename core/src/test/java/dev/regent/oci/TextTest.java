package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Text.plain("v1.0 – Größe 漢字 😀 <b> \"q\"")).isEqualTo("v1.0 – Größe 漢字 😀 <b> \"q\"");
        assertThat(Text.plain("")).isEmpty();
    }

    @Test
    void showsWhatSteersATerminalByItsNumber() {
        assertThat(Text.plain("\u001b[31mred\r\n\t\u0000\u007f\u009b"))
                .isEqualTo("<U+001B>[31mred<U+000D><U+000A><U+0009><U+0000><U+007F><U+009B>");
    }

    @ParameterizedTest(name = "U+{0}")
    @CsvSource({
        "00AD", "061C", "200B", "200E", "202E", "2028", "2029", "2066", "FEFF", "E000", "FFFF", "E0041", "10FFFF"
    })
    void showsWhatHidesOrReordersByItsNumber(String number) {
        String text = "a" + Character.toString(Integer.parseInt(number, 16)) + "b";

        assertThat(Text.plain(text)).isEqualTo("a<U+" + number + ">b");
    }

    @Test
    void showsHalfASurrogatePairByItsNumber() {
        assertThat(Text.plain("a\ud83d")).isEqualTo("a<U+D83D>");
        assertThat(Text.plain("\ude00\ud83d")).isEqualTo("<U+DE00><U+D83D>");
    }

    @Test
    void cutsAfterTwoHundredCharacters() {
        assertThat(Text.plain("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(Text.plain("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void doesNotCutASurrogatePairInTwo() {
        assertThat(Text.plain("x".repeat(199) + "😀y")).isEqualTo("x".repeat(199) + "😀…");
    }

    @Test
    void doesNotSayThatItCutWhereNothingIsMissing() {
        assertThat(Text.plain("x".repeat(199) + "😀")).isEqualTo("x".repeat(199) + "😀");
    }

    @Test
    void quotes() {
        assertThat(Text.quoted("a\nb")).isEqualTo("\"a<U+000A>b\"");
    }
}
