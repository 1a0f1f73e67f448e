package dev.regent.server.estate;

import dev.regent.store.Database;
import dev.regent.store.estate.KeptGraph;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The graphs of the registries that somebody asked about, in memory. One is read when it is first asked, and
/// brought up to date before each answer where anything changed since.
public final class Graphs {

    private final Database database;
    private final Map<String, Guarded> graphs = new ConcurrentHashMap<>();

    public Graphs(Database database) {
        this.database = database;
    }

    private record Guarded(Lock lock, KeptGraph graph) {}

    /// Asks the graph of a registry as it is now; empty for one that was never looked at. One question at a time.
    public <T> T ask(String registry, Function<KeptGraph, T> question) {
        Guarded guarded = graphs.computeIfAbsent(
                registry, name -> new Guarded(new ReentrantLock(), new KeptGraph(database, name)));
        guarded.lock().lock();
        try {
            guarded.graph().refresh();
            return question.apply(guarded.graph());
        } finally {
            guarded.lock().unlock();
        }
    }
}
