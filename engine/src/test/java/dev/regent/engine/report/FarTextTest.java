package dev.regent.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FarTextTest {

    @Test
    void keepsTheRemedyAtTheEndOfALongSentence() {
        String sentence = "x".repeat(450) + "; turn it on there";

        assertThat(FarText.whole(sentence)).isEqualTo(sentence);
    }

    @Test
    void showsWhatSteersATerminalByItsNumberWhereverItStands() {
        assertThat(FarText.whole("x".repeat(200) + "\u001b[31m\u202e"))
                .isEqualTo("x".repeat(200) + "<U+001B>[31m<U+202E>");
    }

    @Test
    void doesNotTearACharacterThatTakesTwoUnits() {
        String sentence = "x".repeat(199) + "🐳";

        assertThat(FarText.whole(sentence)).isEqualTo(sentence);
    }

    @Test
    void cutsWhatNobodyWouldReadToItsEnd() {
        assertThat(FarText.whole("x".repeat(2001))).isEqualTo("x".repeat(2000) + "…");
    }

    @Test
    void takesTheMiddleOutOfALongName() {
        assertThat(FarText.shortened("team/backend/app", 9)).isEqualTo("team…/app");
        assertThat(FarText.shortened("team/app", 8)).isEqualTo("team/app");
    }
}
