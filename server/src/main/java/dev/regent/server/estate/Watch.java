package dev.regent.server.estate;

import java.time.Duration;

/// Something that is watched until it is told to end.
interface Watch {

    /// Ends it, soon.
    void interrupt();

    /// Waits for its end.
    ///
    /// @return whether it came
    boolean ended(Duration within) throws InterruptedException;
}
