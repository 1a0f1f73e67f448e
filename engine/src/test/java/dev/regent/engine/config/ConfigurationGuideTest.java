package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guide says what the reader does.
class ConfigurationGuideTest {

    private static String guide;

    @BeforeAll
    static void load() throws IOException {
        guide = Files.readString(Path.of("..", "docs", "configuration.md"));
    }

    @Test
    void itsConfigurationsAreGood(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("policies"));

        assertThat(blocks("yaml")).hasSizeGreaterThan(3);
        for (String block : blocks("yaml")) {
            assertThat(ConfigurationFile.parse(folder.resolve("regent.yaml"), block)
                            .warnings())
                    .noneMatch(warning -> warning.from().isEmpty());
        }
    }

    @Test
    void itsErrorsAreWhatComesOut() {
        String broken = """
                registries:
                  - name: main
                    url: https://registry.example
                    environments: [hsot]
                    credentials: {password: hunter2}
                environments:
                  - name: host
                    url: unix:///var/run/docker.sock
                grace: 1 day
                """;
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> ConfigurationFile.parse(Path.of("regent.yaml"), broken));

        assertThat(blocks("text")).containsExactly(e.getMessage() + "\n");
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
