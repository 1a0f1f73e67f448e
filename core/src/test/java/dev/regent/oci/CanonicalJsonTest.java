package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void writesValuesWithoutSpaceBetween() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", List.of("x", 1, -2L, true, false, List.of(), Map.of()));
        value.put("a", "y");

        assertThat(CanonicalJson.of(value)).isEqualTo("{\"a\":\"y\",\"b\":[\"x\",1,-2,true,false,[],{}]}");
    }

    /// The strings of RFC 8785, section 3.2.2.2.
    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(CanonicalJson.of("\u20ac$\u000F\nA'B\"\\\\\"/")).isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(CanonicalJson.of("\b\t\n\f\r\u0000\u001f\u007f\u2028/<>"))
                .isEqualTo("\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028/<>\"");
    }

    /// The keys of RFC 8785, section 3.2.3.
    @Test
    void sortsKeysByTheirUtf16Units() {
        Map<String, Object> value = Map.of(
                "\u20ac", "Euro Sign",
                "\r", "Carriage Return",
                "\ufb33", "Hebrew Letter Dalet With Dagesh",
                "1", "One",
                "\ud83d\ude00", "Emoji: Grinning Face",
                "\u0080", "Control",
                "\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(CanonicalJson.of(value))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void writesWholeNumbersThatADoubleHoldsExactly() {
        assertThat(CanonicalJson.of(9007199254740991L)).isEqualTo("9007199254740991");
        assertThat(CanonicalJson.of(-9007199254740991L)).isEqualTo("-9007199254740991");
        assertThatThrownBy(() -> CanonicalJson.of(9007199254740992L)).hasMessageContaining("2^53 - 1");
        assertThatThrownBy(() -> CanonicalJson.of(Long.MIN_VALUE)).hasMessageContaining("2^53 - 1");
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> CanonicalJson.of("a\ud83d")).hasMessageContaining("at character 1");
        assertThatThrownBy(() -> CanonicalJson.of("\ude00\ud83d")).hasMessageContaining("at character 0");
        assertThatThrownBy(() -> CanonicalJson.of(Map.of("\ud83d", 1))).hasMessageContaining("surrogate");
    }

    @Test
    void refusesOtherTypes() {
        assertThatThrownBy(() -> CanonicalJson.of(1.5)).hasMessageContaining("got java.lang.Double");
        assertThatThrownBy(() -> CanonicalJson.of(Map.of(1, "a"))).hasMessageContaining("a key of JSON is a String");
        List<Object> withNull = new ArrayList<>();
        withNull.add(null);
        assertThatThrownBy(() -> CanonicalJson.of(withNull)).hasMessageContaining("got null");
    }

    @Test
    void writesAnObjectWhoseMembersComeInTheirOrder() {
        assertThat(CanonicalJson.object("a", 1, "b", List.of("x", "\n")))
                .isEqualTo(CanonicalJson.of(Map.of("b", List.of("x", "\n"), "a", 1)));
        assertThat(CanonicalJson.object()).isEqualTo("{}");
        assertThatThrownBy(() -> CanonicalJson.object("b", 1, "a", 1)).hasMessageContaining("got a after b");
        assertThatThrownBy(() -> CanonicalJson.object("a", 1, "a", 1)).hasMessageContaining("got a after a");
        assertThatThrownBy(() -> CanonicalJson.object(1, 1)).hasMessageContaining("got 1");
    }
}
