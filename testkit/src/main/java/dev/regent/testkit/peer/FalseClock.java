package dev.regent.testkit.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A clock that can be made to jump under a process that runs: Debian's `libfaketime`. Time that passes
/// is left alone, and so are the processes that it starts if they start with variables of their own. Everything is
/// several times as slow under it.
///
/// @param library to be loaded before all others
/// @param jump file that says how far off the clock is
public record FalseClock(Path library, Path jump) {

    /// For [Peers#require].
    public static final String NAME = "a clock that jumps (package libfaketime)";

    public static boolean available() {
        return library("libfaketime.so.1").isPresent();
    }

    /// One that is right.
    ///
    /// @param folder for its file
    public static FalseClock in(Path folder) {
        FalseClock clock = new FalseClock(library("libfaketime.so.1").orElseThrow(), folder.resolve("faketime"));
        clock.jump(Duration.ZERO);
        return clock;
    }

    /// Variables of a process whose clock this is.
    ///
    /// libfaketime 0.9.10 takes waits on the clock that only goes on for those of an old glibc:
    /// each returns at once then, and a JVM comes to spin. It reads the file at each look at the
    /// clock, unless that is kept for a second.
    public Map<String, String> variables() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                jump.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /// Puts the clock off by so much, within a second or two.
    public void jump(Duration off) {
        try {
            Path written = jump.resolveSibling("faketime.new");
            Files.writeString(
                    written, (off.isNegative() ? "-" : "+") + off.abs().toSeconds() + "s\n");
            Files.move(written, jump, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("the clock's file can't be written: " + jump, e);
        }
    }

    private static Optional<Path> library(String name) {
        return Peers.libraries().stream()
                .map(folder -> folder.resolve("faketime").resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
