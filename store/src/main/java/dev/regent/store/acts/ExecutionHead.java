package dev.regent.store.acts;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.Optional;

/// An execution without its steps.
///
/// @param number its place in lists
/// @param plan what it carries out; empty for an undo
/// @param approval by which it may; empty for an undo
/// @param undoes the execution that it takes back; empty for an apply
/// @param by who had it begun
/// @param endReason why it stopped or failed; empty otherwise
/// @param freedBytes what the steps that are done free once the registry collects its garbage
/// @param event number of its last change
public record ExecutionHead(
        String id,
        long number,
        Kind kind,
        Optional<Digest> plan,
        Optional<String> approval,
        Optional<String> undoes,
        String registry,
        ExecutionState state,
        String by,
        String reason,
        Times times,
        String endReason,
        Optional<StopWanted> stopWanted,
        Counts counts,
        long freedBytes,
        long event) {

    /// What it does.
    public enum Kind {
        APPLY("apply"),
        UNDO("undo");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// By the database's clock.
    public record Times(Instant created, Optional<Instant> started, Optional<Instant> ended) {}

    /// Somebody wants it to stop.
    public record StopWanted(String by, String reason, Instant at) {

        /// In a sentence.
        public String sentence() {
            return "stopped by " + by + (reason.isBlank() ? "" : ": " + reason);
        }
    }

    /// How many steps came to what; `waiting` are those that are not at their end.
    public record Counts(int done, int gone, int skipped, int failed, int impossible, int waiting) {}
}
