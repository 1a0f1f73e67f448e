package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChallengeTest {

    private static List<Challenge> parsed(String... values) {
        return Challenge.parse(List.of(values));
    }

    @Test
    void readsSchemeAndParameters() {
        assertThat(parsed("Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"a:b:c d\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.example/token",
                                "service", "registry.example",
                                "scope", "a:b:c d")));
    }

    @Test
    void readsCommasWithinQuotesAsText() {
        assertThat(parsed("Bearer scope=\"repository:a:pull,push\",realm=x"))
                .containsExactly(new Challenge("bearer", Map.of("scope", "repository:a:pull,push", "realm", "x")));
    }

    @Test
    void readsSeveralChallengesInOneValueAndInSeveral() {
        List<Challenge> both = List.of(
                new Challenge("basic", Map.of("realm", "one")), new Challenge("bearer", Map.of("realm", "two")));

        assertThat(parsed("Basic realm=\"one\", Bearer realm=\"two\"")).isEqualTo(both);
        assertThat(parsed("Basic realm=\"one\"", "Bearer realm=\"two\"")).isEqualTo(both);
    }

    @Test
    void readsWhatIsEscaped() {
        assertThat(parsed("Basic realm=\"a \\\"b\\\" \\\\c\""))
                .containsExactly(new Challenge("basic", Map.of("realm", "a \"b\" \\c")));
    }

    @Test
    void readsBlanksAroundTheEqualsSign() {
        assertThat(parsed("Bearer realm = \"x\" , service= y"))
                .containsExactly(new Challenge("bearer", Map.of("realm", "x", "service", "y")));
    }

    @Test
    void keepsTheFirstOfAParameterThatComesTwice() {
        assertThat(parsed("Bearer realm=\"one\",REALM=\"two\""))
                .containsExactly(new Challenge("bearer", Map.of("realm", "one")));
    }

    @Test
    void readsSchemesWithoutParameters() {
        assertThat(parsed("Negotiate, Basic realm=x"))
                .containsExactly(new Challenge("negotiate", Map.of()), new Challenge("basic", Map.of("realm", "x")));
    }

    @Test
    void endsWhereTheTextEnds() {
        assertThat(parsed("Bearer realm=\"open")).containsExactly(new Challenge("bearer", Map.of("realm", "open")));
        assertThat(parsed("Bearer realm=")).containsExactly(new Challenge("bearer", Map.of("realm", "")));
        assertThat(parsed("")).isEmpty();
        assertThat(parsed(",,= \"")).isEmpty();
    }
}
