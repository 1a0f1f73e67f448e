package dev.regent.server.estate;

import dev.regent.act.RegistryWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a lease surely holds, by our own time: counted from before it was asked for. The
/// journal refuses entries of a lease that another has, but a process that stood still between an
/// entry and its request would send that request all the same, long after somebody else went on.
final class Held implements RegistryWriter.Leave {

    private final LongSupplier ticks;
    private final Duration time;
    private volatile long askedAt;

    /// @param ticks nanoseconds that only ever go on, as `System::nanoTime`
    /// @param time how long a lease lasts
    /// @param askedAt tick before it was taken
    Held(LongSupplier ticks, Duration time, long askedAt) {
        this.ticks = ticks;
        this.time = time;
        this.askedAt = askedAt;
    }

    /// It was renewed.
    ///
    /// @param tick before that was asked for
    void renewed(long tick) {
        askedAt = tick;
    }

    @Override
    public void mustHold() throws InterruptedException {
        if (ticks.getAsLong() - askedAt >= time.toNanos()) {
            throw new InterruptedException("the lease may have lapsed");
        }
    }
}
