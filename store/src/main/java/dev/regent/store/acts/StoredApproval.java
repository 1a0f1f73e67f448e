package dev.regent.store.acts;

import dev.regent.approve.Approval;
import java.util.Optional;

/// An approval as it was kept.
///
/// @param number its place in lists
/// @param state as of now, by the database's clock
/// @param execution what took it
/// @param closedReason why it was withdrawn or made void; empty otherwise
public record StoredApproval(
        long number, Approval approval, State state, Optional<String> execution, String closedReason) {

    /// What became of an approval.
    public enum State {
        VALID("valid"),
        /// An execution took it.
        USED("used"),
        WITHDRAWN("withdrawn"),
        /// Nobody used it in time.
        LAPSED("lapsed"),
        /// It was made void with its plan.
        VOID("void");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
