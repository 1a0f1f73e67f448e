package dev.regent.connect.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks at all connections that somebody waits on, again and again, and ends those whose time is up. A time at
/// each wait would have to be set and taken back for each, which costs more than the wait itself.
final class Deadlines {

    static final Deadlines OF_ALL = new Deadlines();

    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final Set<Connection> waitedOn = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean resting;

    private Deadlines() {
        thread = Thread.ofPlatform().daemon().name("deadlines").unstarted(this::look);
        thread.start();
    }

    void add(Connection connection) {
        waitedOn.add(connection);
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Connection connection) {
        waitedOn.remove(connection);
    }

    private void look() {
        while (true) {
            LockSupport.parkNanos(this, BETWEEN.toNanos());
            long now = System.nanoTime();
            waitedOn.forEach(connection -> look(connection, now));
            if (waitedOn.isEmpty()) {
                rest();
            }
        }
    }

    /// Whatever goes wrong with one, the others are looked after.
    private static void look(Connection connection, long now) {
        try {
            connection.look(now);
        } catch (RuntimeException | Error e) {
            Thread.UncaughtExceptionHandler told = Thread.currentThread().getUncaughtExceptionHandler();
            told.uncaughtException(Thread.currentThread(), e);
        }
    }

    private void rest() {
        resting = true;
        while (waitedOn.isEmpty()) {
            LockSupport.park(this);
        }
        resting = false;
    }
}
