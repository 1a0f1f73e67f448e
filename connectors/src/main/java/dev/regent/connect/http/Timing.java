package dev.regent.connect.http;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/// Is told of each request that was sent, one that is tried again each time.
@FunctionalInterface
public interface Timing {

    Timing NONE = (_, _, _) -> {};

    /// A request came to its end. It is told on the thread that waits for the answer.
    ///
    /// @param status empty if no whole answer came
    /// @param time from when it was sent, not from when it waited for its turn
    void took(URI uri, OptionalInt status, Duration time);
}
