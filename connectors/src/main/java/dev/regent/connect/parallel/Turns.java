package dev.regent.connect.parallel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A bounded number of threads that many callers share fairly: things are taken from one caller after the other,
/// so that whoever brings ten waits for ten turns, not until somebody who brought a million is done. The threads
/// are few and live long, so they are the system's own: what waits on a socket waits there, without an event loop
/// in between.
public final class Turns implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Lane<?>> lanes = new ArrayDeque<>();
    private final List<Thread> threads;
    private boolean closed;

    /// @param width how many things are done at once
    public Turns(int width) {
        threads = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            threads.add(Thread.ofPlatform().daemon().name("turns-" + i).start(this::work));
        }
    }

    /// Returns when `action` was done to all `things`. Things that are brought while it is done have to be brought by
    /// another thread than these: it would wait for itself.
    ///
    /// @throws InterruptedException if the caller gave up, or this was closed; what was under way ends by itself
    public <T> void each(Collection<T> things, Parallel.Action<T> action) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Lane<T> lane = new Lane<>(things, action);
        lock.lock();
        try {
            if (closed) {
                throw new InterruptedException("closed");
            }
            lanes.add(lane);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lane.await();
    }

    /// How many callers have things that nobody has taken yet.
    int waiting() {
        lock.lock();
        try {
            return lanes.size();
        } finally {
            lock.unlock();
        }
    }

    /// One caller's things.
    private static final class Lane<T> {
        private final Iterator<T> rest;
        private final Parallel.Action<T> action;
        private final CountDownLatch open;
        private volatile @Nullable Throwable failure;

        Lane(Collection<T> things, Parallel.Action<T> action) {
            List<T> all = List.copyOf(things);
            this.rest = all.iterator();
            this.action = action;
            this.open = new CountDownLatch(all.size());
        }

        void act(T thing) {
            try {
                if (failure == null) {
                    action.accept(thing);
                }
            } catch (InterruptedException e) {
                failure = e;
                // The thread is told to end: it does when it wants to take the next thing.
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                failure = e;
            } finally {
                open.countDown();
            }
        }

        Runnable next() {
            T thing = rest.next();
            return () -> act(thing);
        }

        void giveUp(Throwable why) {
            failure = why;
        }

        void await() throws InterruptedException {
            try {
                open.await();
            } catch (InterruptedException e) {
                giveUp(e);
                throw e;
            }
            switch (failure) {
                case null -> {}
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException failed -> throw failed;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    private void work() {
        try {
            while (true) {
                take().run();
            }
        } catch (InterruptedException e) {
            // That is how it is told to end.
            Thread.currentThread().interrupt();
        }
    }

    private Runnable take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (lanes.isEmpty()) {
                if (closed) {
                    throw new InterruptedException("closed");
                }
                changed.await();
            }
            Lane<?> lane = lanes.remove();
            Runnable next = lane.next();
            if (lane.rest.hasNext()) {
                lanes.add(lane);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts what is under way and waits for its end.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            while (!lanes.isEmpty()) {
                Lane<?> lane = lanes.remove();
                lane.giveUp(new InterruptedException("closed"));
                while (lane.rest.hasNext()) {
                    lane.next().run();
                }
            }
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether the caller was interrupted meanwhile
    private static boolean joined(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
