package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InterpolationTest {

    private static final Map<String, String> VARIABLES = Map.of("TAG", "2.1", "EMPTY", "", "HOST", "r.example");

    private static Interpolation.Filled fill(String text) {
        return Interpolation.fill(text, name -> Optional.ofNullable(VARIABLES.get(name)));
    }

    private static SortedSet<String> names(String... names) {
        return new TreeSet<>(List.of(names));
    }

    @ParameterizedTest
    @CsvSource({
        "a:$TAG, a:2.1",
        "a:${TAG}, a:2.1",
        "${HOST}/a:${TAG:-1}, r.example/a:2.1",
        "a:${NONE:-1.0}, a:1.0",
        "a:${NONE-1.0}, a:1.0",
        "a:${EMPTY:-1.0}, a:1.0",
        "a:${EMPTY-1.0}, a:",
        "a:${NONE:-${TAG}}, a:2.1",
        "a:${NONE:-${OTHER:-3}}, a:3",
        "a${TAG:+:fixed}, a:fixed",
        "a:${TAG:?has to be set}, a:2.1",
        "a:$$TAG, a:$TAG",
        "plain, plain"
    })
    void fillsVariablesInAsComposeDoes(String text, String filled) {
        assertThat(fill(text).text()).isEqualTo(filled);
        assertThat(fill(text).missing()).isEmpty();
        assertThat(fill(text).wellFormed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a:$NONE", "a:${NONE}", "a:${NONE:?has to be set}", "a:${OTHER:-$NONE}"})
    void namesVariablesThatHaveNoValue(String text) {
        assertThat(fill(text).missing()).isEqualTo(names("NONE"));
    }

    @Test
    void namesVariablesForWhichSomethingStoodIn() {
        assertThat(fill("${REGISTRY:-r.example}/a:${NONE-1}${TAG:-2}").assumed())
                .isEqualTo(names("NONE", "REGISTRY"));
    }

    @ParameterizedTest
    @CsvSource({"a:${TAG", "a:${}", "a:${TAG!x}", "a:$", "a:${1TAG}"})
    void saysWhatItDoesNotUnderstand(String text) {
        assertThat(fill(text).wellFormed()).isFalse();
    }

    @Test
    void goesNoDeeperThanAnybodyWrites() {
        assertThat(fill("${A:-".repeat(5000) + "}".repeat(5000)).wellFormed()).isFalse();
    }
}
