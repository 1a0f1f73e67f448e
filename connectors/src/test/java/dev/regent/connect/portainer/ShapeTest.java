package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.regent.connect.content.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapeTest {

    private static final Shape SHAPE = Shape.each(new Shape.Members(Map.of(
            "Id", Shape.value(),
            "Password", Shape.presence(),
            "Inner", Shape.values("Name"),
            "Map", new Shape.Entries(Shape.value()))));

    private static String read(String json) throws MalformedException {
        return SHAPE.read(json.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void letsInWhatItNamesAndNothingElse() throws MalformedException {
        String secrets = """
                [{"Id":1,"Password":"canary","Token":"canary","Deep":{"a":["canary"]},"Inner":{"Name":"n","Key":"canary"},
                  "Map":{"x":1,"y":{"z":"canary"}}}, "canary", null]""";

        assertThat(read(secrets)).isEqualTo("""
                [{"Id":1,"Password":true,"Inner":{"Name":"n"},"Map":{"x":1,"y":null}},null,null]""");
    }

    @Test
    void takesAnEmptyTextForNone() throws MalformedException {
        assertThat(read("[{\"Password\":\"\"},{\"Password\":null},{\"Password\":{\"a\":\"b\"}}]"))
                .isEqualTo("[{\"Password\":false},{\"Password\":false},{\"Password\":false}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "{\"canary\":1}", "\"canary\"", "[{\"Id\":canary}]", "[{\"Id\":1}", "[] []"})
    void quotesNothingOfWhatIsOtherwise(String json) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> read(json))
                .withMessageNotContaining("canary");
    }
}
