package dev.regent.connect.oci;

import dev.regent.act.RegistryWriter;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Lets a registry breathe: one change at a time, and between two as long a pause as the one before
/// took. A deletion costs Distribution a look at every tag of the repository.
final class Pace {

    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanos;
    private final Waiter waiter;
    private final RegistryWriter.Leave leave;
    private final ReentrantLock turn = new ReentrantLock();
    private long earliest;
    private boolean begun;

    /// Waits.
    interface Waiter {
        void pause(Duration time) throws InterruptedException;
    }

    /// What takes its time.
    interface Change {
        Answer make() throws ConnectorException, InterruptedException;
    }

    /// @param nanos a clock that only goes forward, as [System#nanoTime] is
    Pace(LongSupplier nanos, Waiter waiter) {
        this(nanos, waiter, RegistryWriter.Leave.ALWAYS);
    }

    /// @param leave asked for after each pause
    Pace(LongSupplier nanos, Waiter waiter, RegistryWriter.Leave leave) {
        this.nanos = nanos;
        this.waiter = waiter;
        this.leave = leave;
    }

    void mustHold() throws InterruptedException {
        leave.mustHold();
    }

    Answer keep(Change change) throws ConnectorException, InterruptedException {
        turn.lockInterruptibly();
        try {
            long left = begun ? earliest - nanos.getAsLong() : 0;
            if (left > 0) {
                waiter.pause(Duration.ofNanos(left));
            }
            mustHold();
            long start = nanos.getAsLong();
            try {
                return change.make();
            } finally {
                long end = nanos.getAsLong();
                earliest = end + Math.min(end - start, LONGEST);
                begun = true;
            }
        } finally {
            turn.unlock();
        }
    }
}
