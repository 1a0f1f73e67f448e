package dev.regent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "app, app, true",
        "app, app2, false",
        "app, team/app, false",
        "a.c, abc, false",
        "a+(b)|c$, a+(b)|c$, true",
        "*, app, true",
        "*, team/app, false",
        "team/*, team/app, true",
        "team/*, team/, true",
        "team/*, team, false",
        "team/*, team/a/b, false",
        "team/*/app, team/x/app, true",
        "team/**, team/a/b, true",
        "team/**, team, false",
        "**, anything/at/all, true",
        "**/app, team/app, true",
        "**/app, a/b/app, true",
        "**/app, app, false",
        "**-rc, a/b-rc, true",
        "v?, v1, true",
        "v?, v12, false",
        "v?, v, false",
        "a?b, a/b, false",
        "v1.*, v1.2.3, true",
        "v1.*, v10, false",
        "?, é, true",
        "?, 😀, true",
        "*é, café, true",
        "main:5000, main:5000, true",
    })
    void matchesTheWholeName(String glob, String name, boolean matches) {
        assertThat(Glob.parse(glob).test(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; a glob has at least one character",
                "a***b; three or more side by side in \"a***b\"",
                "[ab]; got `[` in \"[ab]\"",
                "{a,b}; got `{`",
                "!a; got `!`",
                "a\\*; got `\\`",
                "a b; got ` ` in \"a b\"",
            })
    void isRefusedWithWhatWasWanted(String text, String message) {
        assertThatThrownBy(() -> Glob.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void isRefusedWithCharactersThatDoNotShow() {
        assertThatThrownBy(() -> Glob.parse("a\u202Eb")).hasMessageContaining("got `<U+202E>`");
        assertThatThrownBy(() -> Glob.parse("a\nb")).hasMessageContaining("got `<U+000A>`");
    }

    @Test
    void isRefusedWhenLongerThan500Characters() {
        assertThat(Glob.parse("a".repeat(500)).test("a".repeat(500))).isTrue();
        assertThatThrownBy(() -> Glob.parse("a".repeat(501))).hasMessageContaining("at most 500 characters, got 501");
    }

    @Test
    void matchesInLinearTimeWhereBacktrackingWouldNotEnd() {
        Glob glob = Glob.parse("*a".repeat(100) + "b");

        assertThat(glob.test("a".repeat(5000))).isFalse();
    }

    @Test
    void isItsText() {
        assertThat(Glob.parse("team/*")).isEqualTo(Glob.parse("team/*")).hasToString("team/*");
        assertThat(Glob.parse("team/*")).isNotEqualTo(Glob.parse("team/**"));
        assertThat(Glob.parse("team/*").text()).isEqualTo("team/*");
    }
}
