package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs once the build has described the API, and not with the other tests.
class DescriptionCheck {

    private static final Path BUILT = Path.of("target", "openapi", "openapi.yaml");
    private static final Path COMMITTED = Path.of("..", "docs", "openapi.yaml");

    @Test
    void theCommittedDescriptionIsThatOfTheCode() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .as(
                        "docs/openapi.yaml is not what the code says; renew it with `make openapi`, and read the difference:"
                                + " whoever calls the API has to live with it")
                .isEqualTo(Files.readString(BUILT));
    }

    @Test
    void everyOperationHasAnIdAndASummary() throws IOException {
        String description = Files.readString(BUILT);
        long operations = description
                .lines()
                .filter(line -> line.matches(" {4}(get|post|put|delete|patch):"))
                .count();

        assertThat(operations).isGreaterThan(30);
        assertThat(description
                        .lines()
                        .filter(line -> line.startsWith("      operationId: "))
                        .distinct())
                .hasSize((int) operations);
        assertThat(description.lines().filter(line -> line.startsWith("      summary: ")))
                .hasSize((int) operations);
    }
}
