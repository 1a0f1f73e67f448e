package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs one program to its end. It gets nothing of our environment, where secrets may be.
final class Command {

    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Command() {}

    /// How a program ended, and what it said on both outputs.
    record Ended(int status, String output) {
        boolean well() {
            return status == 0;
        }
    }

    /// @param environment what the program gets beside a path, UTC and plain messages
    /// @throws DatabaseException if it can't be started, or isn't done in time
    static Ended run(List<String> words, Map<String, String> environment, Duration limit) throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(new File("/")).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", SYSTEM_PATH, "LC_ALL", "C", "TZ", "UTC"));
        builder.environment().putAll(environment);
        Process process = start(builder);
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> output.complete(read(process)));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseException(
                        "run " + words + ": not done after " + limit.toSeconds() + " s; it was ended");
            }
            return new Ended(process.exitValue(), output.join().strip());
        } catch (IOException e) {
            throw new DatabaseException("run " + words + ": " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new DatabaseException(
                    "start " + builder.command().getFirst() + ": " + e.getMessage()
                            + "; programs must be allowed to run there (no noexec mount), or set REGENT_DATABASE_URL",
                    e);
        }
    }

    private static String read(Process process) {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(output can't be read: " + e.getMessage() + ")";
        }
    }

    /// Where a program of the system is.
    static Optional<Path> find(String program) {
        return Stream.of(SYSTEM_PATH.split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
