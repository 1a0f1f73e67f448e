package dev.regent.store.estate;

import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/// Where the bytes of registries lie. What was reckoned of a registry is kept until it is looked at again.
public final class EstateStorage {

    /// To whom repositories of one registry belong, by the repository's name. One may have several teams; one that is
    /// missing belongs to nobody.
    public record Teams(Map<String, Set<String>> ofRepository) {
        public static final Teams NONE = new Teams(Map.of());

        public Teams {
            ofRepository = Map.copyOf(ofRepository);
        }
    }

    private record Key(long registry, StorageBy by) {}

    private record Reckoned(Optional<Instant> lookedAt, Teams teams, List<StorageShare> shares) {}

    private record Kept(long id, String name, Optional<Instant> lookedAt) {}

    private final Database database;
    private final Map<Key, Reckoned> reckoned = new ConcurrentHashMap<>();

    /// What several ask for at once is reckoned once.
    private final Map<Key, Lock> locks = new ConcurrentHashMap<>();

    public EstateStorage(Database database) {
        this.database = database;
    }

    /// What each holds, the largest first.
    ///
    /// @param registries names of those that count
    /// @param teams by the name of a registry; only asked for where teams are told apart
    public List<StorageShare> shares(StorageBy by, Collection<String> registries, Map<String, Teams> teams) {
        return database.inTransaction(handle -> {
            List<StorageShare> all = new ArrayList<>();
            for (Kept registry : registries(handle, registries)) {
                Teams here = by == StorageBy.TEAM ? teams.getOrDefault(registry.name(), Teams.NONE) : Teams.NONE;
                all.addAll(of(handle, registry, by, here));
            }
            return summed(by, all);
        });
    }

    private static List<Kept> registries(Handle handle, Collection<String> names) {
        return handle.createQuery("""
                        select id, name, looked_at from registries where name = any(cast(:names as text[])) order by name
                        """)
                .bind("names", Batch.array(names))
                .map((row, _) -> new Kept(row.getLong("id"), row.getString("name"), Rows.time(row, "looked_at")))
                .list();
    }

    private List<StorageShare> of(Handle handle, Kept registry, StorageBy by, Teams teams) {
        Key key = new Key(registry.id(), by);
        Lock lock = locks.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lock();
        try {
            Reckoned before = reckoned.get(key);
            if (before != null
                    && before.lookedAt().equals(registry.lookedAt())
                    && before.teams().equals(teams)) {
                return before.shares();
            }
            List<StorageShare> shares = reckon(handle, registry, by, teams);
            reckoned.put(key, new Reckoned(registry.lookedAt(), teams, List.copyOf(shares)));
            return shares;
        } finally {
            lock.unlock();
        }
    }

    private static List<StorageShare> reckon(Handle handle, Kept registry, StorageBy by, Teams teams) {
        return switch (by) {
            case REGISTRY -> byRegistry(handle, registry);
            case REPOSITORY -> byRepository(handle, registry);
            case TEAM -> byTeam(handle, registry, teams);
            case BASE -> byBase(handle, registry);
        };
    }

    private interface Naming {
        StorageShare share(long group, long tags, long manifests, RepositoryBytes bytes);
    }

    private static List<StorageShare> shares(StoredGraph.Grouped grouped, Naming naming) {
        return grouped.graph().repositories().stream()
                .map(bytes -> naming.share(
                        bytes.repository(),
                        grouped.tags().getOrDefault(bytes.repository(), 0L),
                        grouped.graph().members(bytes.repository()).size(),
                        bytes))
                .toList();
    }

    private static StorageShare share(
            Optional<String> name,
            Optional<String> registry,
            Optional<StorageShare.Base> base,
            long tags,
            long manifests,
            RepositoryBytes bytes) {
        return new StorageShare(
                name, registry, base, tags, manifests, bytes.marked(), bytes.exclusive(), bytes.attributed());
    }

    private static List<StorageShare> byRegistry(Handle handle, Kept registry) {
        List<StorageShare> shares = shares(
                new StoredGraph(handle, registry.id()).by(_ -> new long[] {0}),
                (_, tags, manifests, bytes) -> share(
                        Optional.of(registry.name()),
                        Optional.of(registry.name()),
                        Optional.empty(),
                        tags,
                        manifests,
                        bytes));
        return shares.isEmpty()
                ? List.of(new StorageShare(
                        Optional.of(registry.name()), Optional.of(registry.name()), Optional.empty(), 0, 0, 0, 0, 0))
                : shares;
    }

    private static List<StorageShare> byRepository(Handle handle, Kept registry) {
        Map<Long, String> names = names(handle, registry);
        return shares(
                new StoredGraph(handle, registry.id()).by(placed -> new long[] {placed.repository()}),
                (group, tags, manifests, bytes) -> share(
                        Optional.ofNullable(names.get(group)),
                        Optional.of(registry.name()),
                        Optional.empty(),
                        tags,
                        manifests,
                        bytes));
    }

    private static Map<Long, String> names(Handle handle, Kept registry) {
        Map<Long, String> names = new HashMap<>();
        handle.createQuery("select id, name from repositories where registry = :registry")
                .bind("registry", registry.id())
                .map((row, _) -> Map.entry(row.getLong("id"), row.getString("name")))
                .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        return names;
    }

    private static List<StorageShare> byTeam(Handle handle, Kept registry, Teams teams) {
        List<String> known = teams.ofRepository().values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
        Map<Long, long[]> groups = new HashMap<>();
        names(handle, registry)
                .forEach((repository, name) -> groups.put(
                        repository,
                        teams.ofRepository().getOrDefault(name, Set.of()).stream()
                                .mapToLong(known::indexOf)
                                .toArray()));
        long nobody = known.size();
        return shares(
                new StoredGraph(handle, registry.id()).by(placed -> {
                    long[] owners = groups.getOrDefault(placed.repository(), new long[0]);
                    return owners.length == 0 ? new long[] {nobody} : owners;
                }),
                (group, tags, manifests, bytes) -> share(
                        group == nobody ? Optional.empty() : Optional.of(known.get((int) group)),
                        Optional.empty(),
                        Optional.empty(),
                        tags,
                        manifests,
                        bytes));
    }

    private static List<StorageShare> byBase(Handle handle, Kept registry) {
        Bases bases = new Bases(handle, registry.id());
        Map<String, String> repositories = bases.repositories();
        return shares(new StoredGraph(handle, registry.id()).by(bases::of), (group, tags, manifests, bytes) -> {
            Bases.Key key = bases.key(group);
            return share(
                    key.name(), Optional.empty(), Optional.of(Bases.shown(key, repositories)), tags, manifests, bytes);
        });
    }

    /// Registries share nothing, so that what is in several of them is just added up.
    private static List<StorageShare> summed(StorageBy by, List<StorageShare> all) {
        List<StorageShare> shares = all;
        if (by == StorageBy.TEAM || by == StorageBy.BASE) {
            Map<List<Object>, StorageShare> one = new LinkedHashMap<>();
            for (StorageShare share : all) {
                List<Object> what = List.of(
                        share.name(),
                        share.base().map(StorageShare.Base::known),
                        share.base().flatMap(StorageShare.Base::digest));
                one.merge(what, share, StorageShare::plus);
            }
            shares = List.copyOf(one.values());
        }
        return shares.stream()
                .sorted(Comparator.comparingLong(StorageShare::attributedBytes)
                        .reversed()
                        .thenComparing(share -> share.registry().orElse(""))
                        .thenComparing(share -> share.name().orElse(""))
                        .thenComparing(share ->
                                share.base().flatMap(StorageShare.Base::digest).orElse("")))
                .toList();
    }
}
