package dev.regent.server.estate;

import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.Freshness;
import dev.regent.store.estate.Look;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// What all that watches environments shares: where it writes, and how much of it may go on at
/// once.
final class Watching {

    /// Who waits for a far side costs little.
    private static final int LOOKS_AT_ONCE = 48;

    /// Fewer than the database has connections: others need some too.
    private static final int WRITES_AT_ONCE = 4;

    private final EnvironmentStore store;
    private final Clocks clocks;
    private final LongSupplier ticks;
    private final String session = "watch-" + UUID.randomUUID();
    private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
    private final Semaphore writes = new Semaphore(WRITES_AT_ONCE);

    /// @param ticks nanoseconds that only ever go on, as `System::nanoTime`
    Watching(EnvironmentStore store, Clocks clocks, LongSupplier ticks) {
        this.store = store;
        this.clocks = clocks;
        this.ticks = ticks;
    }

    /// Whoever is told to end while something is written sees that fail; that is no failure.
    static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("told to end");
        }
    }

    long tick() {
        return ticks.getAsLong();
    }

    /// Looks once and keeps what was seen.
    void look(EnvironmentSource source) throws InterruptedException {
        looks.acquire();
        Instant startedAt;
        EnvironmentObservation seen;
        try {
            startedAt = clocks.now();
            seen = source.observe(Progress.SILENT);
        } finally {
            looks.release();
        }
        keep(seen, startedAt);
    }

    void keep(EnvironmentObservation seen, Instant startedAt) throws InterruptedException {
        writing(() -> {
            Instant now = clocks.now();
            store.remember(seen, new Look(session, startedAt, now.isBefore(startedAt) ? startedAt : now));
        });
        LookCounters.count(seen);
    }

    void listed(String directory, Heard heard, Set<String> names) throws InterruptedException {
        writing(() -> store.listed(directory, heard, names, clocks.now()));
    }

    void seen(String environment, Change.Seen seen) throws InterruptedException {
        writing(() -> store.seen(environment, seen.uses(), clocks.now()));
    }

    void freshness(String environment, Freshness freshness, String why) throws InterruptedException {
        writing(() -> store.freshness(environment, freshness, why));
    }

    Instant now() {
        return clocks.now();
    }

    private void writing(Runnable write) throws InterruptedException {
        writes.acquire();
        try {
            write.run();
        } finally {
            writes.release();
        }
    }
}
