package dev.regent.testkit.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Docker engines of one process at a time: those of several would meet at what an engine has outside its folders, a
/// bridge, control groups and Swarm's port. A process may have several of its own.
final class EngineTurn {

    private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "regent-docker-engines.lock");
    private static final Lock LOCK = new ReentrantLock();

    private static int engines;
    private static @Nullable FileChannel file;

    private EngineTurn() {}

    /// Waits until no other process has an engine.
    static void take() {
        LOCK.lock();
        try {
            if (engines == 0) {
                FileChannel opened = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                opened.lock();
                file = opened;
            }
            engines++;
        } catch (IOException e) {
            throw new IllegalStateException("the lock of Docker engines, " + FILE + ", can't be taken", e);
        } finally {
            LOCK.unlock();
        }
    }

    static void give() {
        LOCK.lock();
        try {
            if (--engines == 0 && file != null) {
                file.close();
                file = null;
            }
        } catch (IOException e) {
            throw new IllegalStateException("the lock of Docker engines, " + FILE + ", can't be given back", e);
        } finally {
            LOCK.unlock();
        }
    }
}
