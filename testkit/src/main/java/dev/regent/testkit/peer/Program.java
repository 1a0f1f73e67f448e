package dev.regent.testkit.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A program that runs beside the tests.
///
/// @param log what it writes
record Program(String name, Process process, Path log) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
    private static final int TAIL = 2000;

    static Program start(String name, List<String> command, Path log) {
        return start(name, command, Map.of(), log);
    }

    /// @param environment variables besides the parent's
    static Program start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Peers.prepare(builder.environment());
            builder.environment().putAll(environment);
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException(name + " can't be started", e);
        }
    }

    /// Runs a program to its end and brings what it wrote.
    ///
    /// @throws IllegalStateException if it ends with anything but 0
    static String run(List<String> command, Map<String, String> environment, Duration within)
            throws InterruptedException {
        try {
            Path output = Files.createTempFile("regent-peer-", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                Peers.prepare(builder.environment());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command + " did not end within " + within);
                }
                String wrote = Files.readString(output, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(command + " ended with " + process.exitValue() + ": " + wrote);
                }
                return wrote;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(command + " can't be run", e);
        }
    }

    /// Returns when `ready` holds; fails at once if the program ends before.
    void await(BooleanSupplier ready) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready.getAsBoolean()) {
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " ended with " + process.exitValue() + ": " + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " was not ready within " + READY_WITHIN + ": " + tail());
            }
        }
    }

    /// Ends it, gently first.
    void stop() {
        process.destroy();
        try {
            process.onExit().get(GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly().onExit().join();
        }
    }

    private String tail() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException e) {
            return "its log can't be read: " + e.getMessage();
        }
    }
}
