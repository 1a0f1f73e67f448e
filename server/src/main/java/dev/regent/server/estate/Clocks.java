package dev.regent.server.estate;

import dev.regent.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Holds our own clock against the database's, and both against the time that passes: a clock that jumped shows there.
public final class Clocks {

    private final Database database;
    private final InstantSource own;
    private final LongSupplier ticks;
    private final Instant startedAt;
    private final long startTick;

    /// @param ticks nanoseconds that only ever go on, as `System::nanoTime`
    public Clocks(Database database, InstantSource own, LongSupplier ticks) {
        this.database = database;
        this.own = own;
        this.ticks = ticks;
        this.startedAt = own.instant();
        this.startTick = ticks.getAsLong();
    }

    /// The moment that everything is dated with.
    public Instant now() {
        return database.now();
    }

    /// How far our own clock is from the database's, or from where it should be by the time that passed; the greater of
    /// both.
    public Duration off() {
        Instant before = own.instant();
        Duration skew = Duration.between(before, database.now()).abs();
        Duration passed = Duration.ofNanos(ticks.getAsLong() - startTick);
        Duration jump = Duration.between(startedAt.plus(passed), own.instant()).abs();
        return skew.compareTo(jump) > 0 ? skew : jump;
    }
}
