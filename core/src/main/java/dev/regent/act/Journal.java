package dev.regent.act;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Where an execution writes down what it does, durably, before and after. Every call checks that
/// this execution still has the lease of its registry.
public interface Journal {

    /// A step's first request is about to be sent.
    ///
    /// @param step its place, from zero
    /// @param others tags in its repository that have to stay, as they were read right before
    void begin(int step, Set<String> others) throws JournalException;

    /// What was written down when a step was begun last; empty if it wasn't, or has ended.
    Optional<Before> before(int step) throws JournalException;

    /// What was there before a step.
    ///
    /// @param others tags in its repository that have to stay
    /// @param ago how long ago that was
    record Before(Set<String> others, Duration ago) {
        public Before {
            others = Set.copyOf(others);
        }
    }

    /// A step came to its end.
    void end(int step, Outcome outcome) throws JournalException;

    /// Keeps what is about to be deleted.
    ///
    /// @return why it can't be kept, in a sentence; empty if it is
    Optional<String> keep(int step, KeptManifest manifest) throws JournalException;

    /// What was kept of a step before.
    Optional<KeptManifest> kept(int step) throws JournalException;

    /// Who wants the execution to stop and why, in a sentence; empty if nobody does.
    Optional<String> stopWanted() throws JournalException;

    /// Nothing can be written down any more: the lease went to another, or the database doesn't
    /// answer. Nothing further may be done; whoever has the lease next goes on from what was
    /// written.
    final class JournalException extends Exception {
        private static final long serialVersionUID = 1;

        /// Says what can't be written and why.
        public JournalException(String message, Throwable cause) {
            super(message, cause);
        }

        /// Says who has the lease.
        public JournalException(String message) {
            super(message);
        }
    }
}
