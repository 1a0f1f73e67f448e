package dev.regent.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// What tests need from outside of the project.
public final class Needed {

    private Needed() {}

    /// Skips the test where the file is missing; under `CI=true` it fails instead.
    ///
    /// @param remedy how to get it
    public static void file(Path file, String remedy) {
        String message = file + " is missing; " + remedy;
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).as(message).isRegularFile();
        }
        assumeTrue(Files.isRegularFile(file), "skipped: " + message);
    }
}
