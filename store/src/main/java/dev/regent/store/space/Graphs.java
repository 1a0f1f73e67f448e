package dev.regent.store.space;

import dev.regent.store.Database;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The graphs of the registries that somebody asked about, in memory. One is read when it is first asked, and
/// brought up to date before each answer where anything changed since. Who asks while one is dropped still gets its
/// answer.
public final class Graphs {

    private static final Duration UNASKED = Duration.ofMinutes(30);

    private final Database database;
    private final LongSupplier nanos;
    private final Map<String, Guarded> graphs = new ConcurrentHashMap<>();

    /// @param nanos tells how much time goes by
    public Graphs(Database database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    private record Guarded(Lock lock, KeptGraph graph, AtomicLong askedAt) {}

    /// Asks the graph of a registry as it is now; empty for one that was never looked at. One question at a time.
    public <T> T ask(String registry, Function<KeptGraph, T> question) {
        Guarded guarded = graphs.computeIfAbsent(
                registry,
                name -> new Guarded(
                        new ReentrantLock(), new KeptGraph(database, name), new AtomicLong(nanos.getAsLong())));
        guarded.lock().lock();
        try {
            guarded.graph().refresh();
            return question.apply(guarded.graph());
        } finally {
            guarded.askedAt().set(nanos.getAsLong());
            guarded.lock().unlock();
        }
    }

    /// Lets go of graphs that nobody asked for long, and of those of other registries than these.
    public void drop(Set<String> registries) {
        long now = nanos.getAsLong();
        graphs.entrySet()
                .removeIf(each -> !registries.contains(each.getKey())
                        || now - each.getValue().askedAt().get() > UNASKED.toNanos());
    }
}
