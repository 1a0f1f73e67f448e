package dev.regent.store.acts;

import dev.regent.act.Outcome;
import dev.regent.act.StepState;
import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A step of an execution.
///
/// @param number its place, from zero
/// @param closure names the steps that stand or fall together within a repository
/// @param bytes what it frees, if it is done, once the registry collects its garbage
/// @param attempts how often it was begun
public record ExecutionStep(
        int number,
        Kind kind,
        String repository,
        Digest digest,
        List<String> tags,
        Digest closure,
        long bytes,
        StepState state,
        int attempts,
        Optional<Instant> begunAt,
        Optional<Instant> endedAt) {

    public ExecutionStep {
        tags = List.copyOf(tags);
    }

    /// What it does.
    public enum Kind {
        DELETE_MANIFEST("delete-manifest"),
        DELETE_TAG("delete-tag"),
        RESTORE_MANIFEST("restore-manifest"),
        RESTORE_TAG("restore-tag");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Whether the outside was changed by it, for all that is known. What was kept of such a step
    /// can be put back.
    public boolean mayHaveHappened() {
        return switch (state) {
            case StepState.Waiting _ -> false;
            case StepState.Begun _ -> true;
            case StepState.Ended(Outcome outcome) -> outcome.mayHaveHappened();
        };
    }

    /// What the outside calls it: `waiting`, `begun`, or what became of it.
    public String outcome() {
        return switch (state) {
            case StepState.Waiting _ -> "waiting";
            case StepState.Begun _ -> "begun";
            case StepState.Ended(Outcome outcome) -> outcome.result().toString();
        };
    }

    /// Why it came to that, in a sentence; empty for what was simply done.
    public String detail() {
        return switch (state) {
            case StepState.Waiting _, StepState.Begun _ -> "";
            case StepState.Ended(Outcome outcome) -> outcome.detail();
        };
    }
}
