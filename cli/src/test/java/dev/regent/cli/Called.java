package dev.regent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.cli.remote.ServerDouble;
import dev.regent.cli.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// `regent …` as a script calls it, at a moment of the test's choice.
///
/// @param variables what the process finds
record Called(Map<String, String> variables) {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /// What came of it.
    record Ran(int exit, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + out, e);
            }
        }
    }

    /// With a home of its own, and no server.
    static Called in(Path folder) {
        return new Called(Map.of("HOME", folder.toString(), "COLUMNS", "80"));
    }

    /// With both variables that name a server.
    static Called at(ServerDouble server, Path folder) throws IOException {
        Path token = folder.resolve("token");
        Files.writeString(token, ServerDouble.TOKEN + "\n");
        return in(folder).with("REGENT_URL", server.url().toString()).with("REGENT_TOKEN_FILE", token.toString());
    }

    Called with(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new Called(more);
    }

    Called without(String name) {
        Map<String, String> fewer = new HashMap<>(variables);
        fewer.remove(name);
        return new Called(fewer);
    }

    Ran regent(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.execute(
                new Surroundings(
                        variables,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        InstantSource.fixed(NOW)),
                args);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
