package dev.regent.observe;

import java.time.Duration;
import java.util.List;

/// Tells that an environment changed, within a second or two. It only ever hastens: looks are made at their own pace
/// too, and nothing is taken as ended before a look says so.
public interface ChangeFeed extends AutoCloseable {

    /// What was heard.
    sealed interface Change {

        /// Nothing that concerns images.
        record None() implements Change {}

        /// Something that only a look can tell; also that some changes may have been missed.
        ///
        /// @param what for a person, for example `container web: start`
        record Look(String what) implements Change {}

        /// These uses are there now, whatever else is.
        record Seen(List<Use> uses) implements Change {
            public Seen {
                uses = List.copyOf(uses);
            }
        }

        /// Changes can't be heard at the moment.
        record Deaf(String why) implements Change {}
    }

    /// Waits for the next change.
    ///
    /// @param atMost after which there was none
    /// @throws InterruptedException if the caller gave up
    Change await(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
