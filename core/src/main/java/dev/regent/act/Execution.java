package dev.regent.act;

import java.time.Duration;

/// What an execution works with, and how it ends.
public final class Execution {

    private Execution() {}

    /// Everything that reaches outside.
    ///
    /// @param evidence looks again right before each closure
    public record Tools(
            Evidence evidence,
            RegistryProbe probe,
            RegistryWriter writer,
            Journal journal,
            Pause pause,
            Limits limits) {}

    /// When an execution gives up by itself.
    ///
    /// @param stopAfterFailures so many steps that fail in a row end it; 1 or more
    public record Limits(int stopAfterFailures) {
        public static final Limits USUAL = new Limits(5);

        public Limits {
            if (stopAfterFailures < 1) {
                throw new IllegalArgumentException("stopAfterFailures is 1 or more, got " + stopAfterFailures);
            }
        }
    }

    /// Waits.
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /// How it ended.
    public sealed interface End {

        /// All steps came to their ends, whatever these were.
        record Done() implements End {}

        /// A person stopped it, or it stopped itself; the steps that were left are skipped.
        ///
        /// @param why in a sentence
        record Stopped(String why) implements End {}
    }
}
