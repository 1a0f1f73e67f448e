package dev.regent.store.space;

import dev.regent.inventory.graph.Member;
import dev.regent.store.Database;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/// Images without a tag, and what would be freed if they went with all that only they list. What was reckoned of a
/// registry is kept until something changes there. What several ask for at once is reckoned once.
final class UntaggedImages {

    static final Held NONE = new Held(0, 0);

    private static final String UNTAGGED = """
            select kept.repository, kept.manifest, verdicts.tags = '{}' as untagged
            from verdicts
            join repositories on repositories.registry = verdicts.registry and repositories.name = verdicts.repository
            join manifests on manifests.registry = verdicts.registry and manifests.digest = verdicts.digest
            join repository_manifests kept on kept.repository = repositories.id and kept.manifest = manifests.id
            where verdicts.registry = :registry and verdicts.role = 'image' and kept.gone_at is null
            """;

    private final Database database;
    private final Graphs graphs;
    private final Map<Long, Reckoned> reckoned = new ConcurrentHashMap<>();
    private final Map<String, Lock> locks = new ConcurrentHashMap<>();

    UntaggedImages(Database database, Graphs graphs) {
        this.database = database;
        this.graphs = graphs;
    }

    /// Of one repository.
    record Held(long images, long bytes) {}

    private record Reckoned(String version, Map<Long, Held> held) {}

    /// @param version another one after every change of what the registry has, and of verdicts
    private record Kept(long id, String name, String version) {}

    /// What goes of one repository.
    private record Gone(int images, List<Member> members) {}

    /// By repository; what isn't there has none.
    Map<Long, Held> of(String registry) {
        Lock lock = locks.computeIfAbsent(registry, _ -> new ReentrantLock());
        lock.lock();
        try {
            return database.inTransaction(handle -> handle.createQuery(
                                    "select id, name, xmin::text as version from registries where name = :name")
                            .bind("name", registry)
                            .map((row, _) ->
                                    new Kept(row.getLong("id"), row.getString("name"), row.getString("version")))
                            .findOne())
                    .map(this::of)
                    .orElse(Map.of());
        } finally {
            lock.unlock();
        }
    }

    private Map<Long, Held> of(Kept registry) {
        Reckoned before = reckoned.get(registry.id());
        if (before != null && before.version().equals(registry.version())) {
            return before.held();
        }
        Map<Long, Gone> gone = database.inTransaction(handle -> gone(handle, registry.id()));
        Map<Long, Held> held = gone.isEmpty()
                ? Map.of()
                : graphs.ask(registry.name(), graph -> {
                    Map<Long, Held> freed = new HashMap<>();
                    gone.forEach((repository, each) ->
                            freed.put(repository, new Held(each.images(), graph.freed(each.members()))));
                    return freed;
                });
        reckoned.put(registry.id(), new Reckoned(registry.version(), Map.copyOf(held)));
        return held;
    }

    private static Map<Long, Gone> gone(Handle handle, long registry) {
        Map<Long, Set<Long>> without = new HashMap<>();
        Map<Long, Set<Long>> with = new HashMap<>();
        handle.createQuery(UNTAGGED)
                .bind("registry", registry)
                .map((row, _) -> {
                    (row.getBoolean("untagged") ? without : with)
                            .computeIfAbsent(row.getLong("repository"), _ -> new HashSet<>())
                            .add(row.getLong("manifest"));
                    return true;
                })
                .forEach(_ -> {});
        if (without.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<Long>> children = Children.of(handle, registry);
        Map<Long, Gone> untagged = new HashMap<>();
        without.forEach((repository, images) -> {
            Set<Long> gone = reached(images, children);
            gone.removeAll(reached(with.getOrDefault(repository, Set.of()), children));
            untagged.put(
                    repository,
                    new Gone(
                            images.size(),
                            gone.stream()
                                    .map(manifest -> new Member(repository, manifest))
                                    .toList()));
        });
        return untagged;
    }

    private static Set<Long> reached(Set<Long> from, Map<Long, List<Long>> children) {
        Set<Long> reached = new HashSet<>(from);
        ArrayDeque<Long> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            for (long child : children.getOrDefault(next.pop(), List.of())) {
                if (reached.add(child)) {
                    next.push(child);
                }
            }
        }
        return reached;
    }
}
