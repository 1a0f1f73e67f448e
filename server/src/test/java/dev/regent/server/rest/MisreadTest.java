package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisreadTest {

    private final ObjectMapper json = mapper();

    @Test
    void namesAFieldThatIsNotThereAndThoseThatAre() {
        assertThat(said("{\"registry\":\"main\",\"polcy\":1}"))
                .isEqualTo("there is no field \"polcy\" here (line 1, column 30); it takes images, policy, registry");
    }

    @Test
    void saysWhatAFieldHasToBe() {
        assertThat(said("{\n \"images\": \"a\"}")).startsWith("field \"images\" has to be a list (line 2");
        assertThat(said("{\"images\": [[]]}")).startsWith("field \"images[0]\" has to be a text");
    }

    @Test
    void saysWhereItIsNoJson() {
        assertThat(said("{\"registry\":"))
                .startsWith("the body is no JSON (line 1, column 13): Unexpected end-of-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "1", "{\"a\":1}", "{\"registry\":{}}", "{", "{} {}", "{\"registry\":1,\"registry\":2}", "x"
            })
    void namesNoClass(String body) {
        assertThat(said(body)).isNotEmpty().doesNotContain("dev.regent", "com.fasterxml", "java.", "`", "\n");
    }

    @Test
    void letsNothingOfABodySteerATerminal() {
        assertThat(said("{\"\\u001b[31m\":1}")).doesNotContain("\u001b").contains("<U+001B>");
    }

    private String said(String body) {
        JsonProcessingException problem = catchThrowableOfType(
                JsonProcessingException.class, () -> json.readValue(body, PlansResource.Wanted.class));
        return Misread.said(problem);
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
        new JsonRules().customize(mapper);
        return mapper;
    }
}
