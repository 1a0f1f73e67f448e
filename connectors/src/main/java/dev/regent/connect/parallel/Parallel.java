package dev.regent.connect.parallel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Does the same to many things, on threads of its own.
public final class Parallel {

    private Parallel() {}

    /// What is done to one thing.
    @FunctionalInterface
    public interface Action<T> {
        void accept(T thing) throws InterruptedException;
    }

    /// Returns when `action` was done to all `things`, at most `width` at a time. It waits on others: threads are
    /// virtual.
    ///
    /// @throws InterruptedException if the caller gave up; what was under way has ended then
    public static <T> void waiting(Collection<T> things, int width, Action<T> action) throws InterruptedException {
        run(things, width, action, Thread.ofVirtual().factory());
    }

    /// The same for an `action` that computes or reads files.
    ///
    /// @throws InterruptedException if the caller gave up; what was under way has ended then
    public static <T> void working(Collection<T> things, int width, Action<T> action) throws InterruptedException {
        run(things, width, action, Thread.ofPlatform().daemon().factory());
    }

    private static <T> void run(Collection<T> things, int width, Action<T> action, ThreadFactory threads)
            throws InterruptedException {
        Iterator<T> rest = things.iterator();
        int workers = Math.min(width, things.size());
        if (workers <= 1) {
            while (rest.hasNext()) {
                action.accept(rest.next());
            }
            return;
        }
        // close() waits for the threads; shutdownNow() before it makes them stop.
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<?>> running = new ArrayList<>(workers);
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(() -> {
                    drain(rest, action);
                    return null;
                }));
            }
            try {
                for (Future<?> future : running) {
                    future.get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw rethrown(e.getCause());
            } catch (InterruptedException | CancellationException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }

    private static <T> void drain(Iterator<T> rest, Action<T> action) throws InterruptedException {
        while (true) {
            T thing;
            synchronized (rest) {
                if (!rest.hasNext()) {
                    return;
                }
                thing = rest.next();
            }
            action.accept(thing);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException failed -> failed;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
