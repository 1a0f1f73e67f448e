package dev.regent.act;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What became of a step.
///
/// @param detail why, in a sentence; never empty but for what was simply done
/// @param known false for what failed in a way that leaves it open whether it happened
public record Outcome(Result result, String detail, boolean known) {

    public Outcome {
        if (!known && result != Result.FAILED) {
            throw new IllegalArgumentException("only what failed can be unknown, not what is " + result);
        }
    }

    /// One that is known.
    public Outcome(Result result, String detail) {
        this(result, detail, true);
    }

    /// Whether the outside was changed by it, for all that is known.
    public boolean mayHaveHappened() {
        return result == Result.DONE || !known;
    }

    /// How the detail begins of what made an execution stop by itself.
    static final String HALT = "stopped by itself: ";

    /// The same, and the execution has to stop with it.
    ///
    /// @param why begins with [#HALT]
    Outcome halting(String why) {
        return new Outcome(result, detail.isEmpty() ? why : why + "; and " + detail, known);
    }

    /// Why an execution has stopped by itself, as its steps tell; empty if it hasn't.
    static Optional<String> halt(List<StepState> states) {
        return states.stream()
                .flatMap(state -> state instanceof StepState.Ended(Outcome outcome) ? Stream.of(outcome) : Stream.of())
                .map(Outcome::detail)
                .filter(detail -> detail.startsWith(HALT))
                .findFirst();
    }

    public enum Result {
        /// It was done, now or before an interruption.
        DONE("done"),
        /// Somebody else had done it.
        GONE("gone"),
        /// It wasn't tried: it no longer holds, or something before it went wrong.
        SKIPPED("skipped"),
        /// It was tried, and didn't work, or nobody knows whether it did.
        FAILED("failed"),
        /// It can't be done any more: what is needed for it is lost.
        IMPOSSIBLE("impossible");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Outcome done() {
        return new Outcome(Result.DONE, "");
    }

    static Outcome gone() {
        return new Outcome(Result.GONE, "it was already gone");
    }

    static Outcome skipped(String why) {
        return new Outcome(Result.SKIPPED, why);
    }

    /// @param why says that nobody knows whether it happened
    static Outcome unknown(String why) {
        return new Outcome(Result.FAILED, why, false);
    }

    static Outcome failed(String why) {
        return new Outcome(Result.FAILED, why);
    }
}
