package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The commands as a person gives them: the packaged program, a process each.
///
/// @param home of the person, where the login is kept
record Regent(Path home) {

    private static final String JAR = "regent.cli";
    private static final long SECONDS = 120;

    /// What came of a command.
    record Ran(int exit, String out, String err) {

        JsonNode json() throws IOException {
            return new JsonMapper().readTree(out);
        }

        /// A command that did what it should.
        void good() {
            assertThat(exit).as("%s%n%s", out, err).isZero();
        }

        /// The output, of a command that ended so.
        JsonNode with(int wanted) throws IOException {
            assertThat(exit).as("%s%n%s", out, err).isEqualTo(wanted);
            return json();
        }
    }

    Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty(JAR)));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " did not end within " + SECONDS + " s");
        }
        return new Ran(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
