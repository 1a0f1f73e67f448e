package dev.regent.server.access;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks once for many who ask the same at one time. Nothing is kept: nobody gets an answer to a question that was put
/// before they came, so that what is taken back is so at once.
final class AskedTogether<K, V> {

    private final Function<K, V> source;
    private final Map<K, Line<V>> lines = new ConcurrentHashMap<>();

    AskedTogether(Function<K, V> source) {
        this.source = source;
    }

    /// Those who wait for an answer to one question.
    private static final class Line<V> {
        private final Lock lock = new ReentrantLock();
        private int waiting;
        private volatile long begun;
        private long answered;
        private @Nullable V answer;
        private @Nullable RuntimeException failure;
    }

    V ask(K what) {
        Line<V> line = lines.compute(what, (_, there) -> {
            Line<V> mine = there == null ? new Line<>() : there;
            mine.waiting++;
            return mine;
        });
        try {
            return ask(what, line);
        } finally {
            lines.computeIfPresent(what, (_, there) -> --there.waiting == 0 ? null : there);
        }
    }

    /// A failure is an answer too: who waited for it would only wait again, one after the other.
    private void put(K what, Line<V> line) {
        try {
            line.answer = source.apply(what);
            line.failure = null;
        } catch (RuntimeException e) {
            line.failure = e;
        }
    }

    private V ask(K what, Line<V> line) {
        long before = line.begun;
        line.lock.lock();
        try {
            if (line.answered <= before) {
                long number = line.begun + 1;
                line.begun = number;
                put(what, line);
                line.answered = number;
            }
            if (line.failure != null) {
                throw line.failure;
            }
            return Objects.requireNonNull(line.answer);
        } finally {
            line.lock.unlock();
        }
    }
}
