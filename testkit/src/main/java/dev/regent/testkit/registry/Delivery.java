package dev.regent.testkit.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// How an answer reaches the client.
sealed interface Delivery {

    record AtOnce() implements Delivery {}

    /// Whole, after a while.
    record After(Duration delay) implements Delivery {}

    /// Whole, as soon as the latch is down.
    record Once(CountDownLatch released) implements Delivery {}

    /// Headers at once, then one byte of the body for each interval.
    record Trickling(Duration interval) implements Delivery {}

    /// As announced, but the connection ends after so many bytes of the body.
    record CutAfter(long bytes) implements Delivery {}

    /// The connection is reset (RST) instead of an answer.
    record Reset() implements Delivery {}

    /// The connection is closed in good order (FIN) instead of an answer.
    record HangUp() implements Delivery {}

    /// Nothing, with the connection left open until the double closes.
    record Never() implements Delivery {}
}
