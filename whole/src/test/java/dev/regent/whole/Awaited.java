package dev.regent.whole;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/// What another process comes to in its own time.
final class Awaited {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(40);

    private Awaited() {}

    /// Looks; may fail while a server is away.
    @FunctionalInterface
    interface Look<T> {
        T now() throws IOException, InterruptedException;
    }

    /// The first value that is as wanted.
    ///
    /// @throws AssertionError with the last one if none comes in time
    static <T> T value(Look<T> look, Predicate<T> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String last;
            try {
                T now = look.now();
                if (wanted.test(now)) {
                    return now;
                }
                last = String.valueOf(now);
            } catch (IOException e) {
                last = String.valueOf(e);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + "; the last was " + last);
            }
            Thread.sleep(PAUSE);
        }
    }

    static void until(Look<Boolean> look) throws InterruptedException {
        value(look, it -> it);
    }
}
