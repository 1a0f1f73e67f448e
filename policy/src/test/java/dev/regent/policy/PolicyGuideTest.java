package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The guide says what the parser does.
class PolicyGuideTest {

    private static final Pattern BLOCK = Pattern.compile("```(?:yaml)?\\n(.*?)```", Pattern.DOTALL);
    private static String guide;

    @BeforeAll
    static void load() throws IOException {
        guide = Files.readString(Path.of("..", "docs", "policies.md"));
    }

    @Test
    void itsPolicyIsGood() throws PolicyException {
        List<String> policies = blocks().stream()
                .filter(block -> block.startsWith("apiVersion"))
                .toList();

        assertThat(policies).isNotEmpty();
        for (String policy : policies) {
            assertThat(PolicyFiles.parse("docs/policies.md", policy)).hasSize(1);
        }
    }

    @Test
    void itsErrorsAreWhatComesOut() {
        PolicyReading reading = new PolicyReading();
        reading.text(
                "policies/app.yaml",
                Documents.rules(
                        "keep: {newst: 3}",
                        "keep: {newest: \"3\"}",
                        "keep: {tagPattern: '^(?=v)'}",
                        "keep: {tags: [*-rc]}"));
        reading.text("policies/team.yaml", HEAD + "rules: []\n");
        PolicyException e = catchThrowableOfType(PolicyException.class, reading::policies);

        assertThat(blocks()).contains(e.getMessage() + "\n");
    }

    private static List<String> blocks() {
        return BLOCK.matcher(guide)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
