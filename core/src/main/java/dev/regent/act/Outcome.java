package dev.regent.act;

/// What became of a step.
///
/// @param detail why, in a sentence; never empty but for what was simply done
public record Outcome(Result result, String detail) {

    /// How the detail begins of what made an execution stop by itself.
    static final String HALT = "stopped by itself: ";

    /// The same, and the execution has to stop with it.
    ///
    /// @param why begins with [#HALT]
    Outcome halting(String why) {
        return new Outcome(result, detail.isEmpty() ? why : why + "; and " + detail);
    }

    /// Whether an execution stopped by itself with it.
    boolean halted() {
        return detail.startsWith(HALT);
    }

    public enum Result {
        /// It was done, now or before an interruption.
        DONE("done"),
        /// Somebody else had done it.
        GONE("gone"),
        /// It wasn't tried: it no longer holds, or something before it went wrong.
        SKIPPED("skipped"),
        /// It was tried, and didn't work.
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

    static Outcome failed(String why) {
        return new Outcome(Result.FAILED, why);
    }
}
