package dev.regent.connect.http;

import java.io.IOException;
import java.time.Duration;

/// A way to bring a request to a far side, once, and its answer back.
interface Carrier extends AutoCloseable {

    /// Brings a request there, and its answer back.
    ///
    /// @param atMost how long all of it may take
    /// @throws Http.SlowException if it took longer
    /// @throws CutException if the answer broke off, or is none
    /// @throws Bodies.TooLargeException if more came, or was announced, than may come
    /// @throws InterruptedException if the caller gave up
    Answer carry(Request request, Duration atMost) throws IOException, InterruptedException;

    /// Ends what is under way.
    @Override
    void close();
}
