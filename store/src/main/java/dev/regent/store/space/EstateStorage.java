package dev.regent.store.space;

import dev.regent.inventory.graph.Grouping;
import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
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

/// Where the bytes of registries lie. What was reckoned of a registry is kept until something changes there.
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

    private record Reckoned(String version, Teams teams, List<StorageShare> shares) {}

    /// @param version another one after every change of what the registry has
    private record Kept(long id, String name, String version) {}

    private final Database database;
    private final Graphs graphs;
    private final Map<Key, Reckoned> reckoned = new ConcurrentHashMap<>();

    /// What several ask for at once is reckoned once.
    private final Map<Key, Lock> locks = new ConcurrentHashMap<>();

    public EstateStorage(Database database, Graphs graphs) {
        this.database = database;
        this.graphs = graphs;
    }

    /// What each holds, the largest first.
    ///
    /// @param registries names of those that count
    /// @param teams by the name of a registry; only asked for where teams are told apart
    public List<StorageShare> shares(StorageBy by, Collection<String> registries, Map<String, Teams> teams) {
        List<StorageShare> all = new ArrayList<>();
        for (Kept registry : database.inTransaction(handle -> registries(handle, registries))) {
            Teams here = by == StorageBy.TEAM ? teams.getOrDefault(registry.name(), Teams.NONE) : Teams.NONE;
            all.addAll(of(registry, by, here));
        }
        return summed(by, all);
    }

    private static List<Kept> registries(Handle handle, Collection<String> names) {
        return handle.createQuery("""
                        select id, name, xmin::text as version from registries where name = any(cast(:names as text[])) order by name
                        """)
                .bind("names", Batch.array(names))
                .map((row, _) -> new Kept(row.getLong("id"), row.getString("name"), row.getString("version")))
                .list();
    }

    private List<StorageShare> of(Kept registry, StorageBy by, Teams teams) {
        Key key = new Key(registry.id(), by);
        Lock lock = locks.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lock();
        try {
            Reckoned before = reckoned.get(key);
            if (before != null
                    && before.version().equals(registry.version())
                    && before.teams().equals(teams)) {
                return before.shares();
            }
            List<StorageShare> shares = reckon(registry, by, teams);
            reckoned.put(key, new Reckoned(registry.version(), teams, List.copyOf(shares)));
            return shares;
        } finally {
            lock.unlock();
        }
    }

    private List<StorageShare> reckon(Kept registry, StorageBy by, Teams teams) {
        Groups groups = database.inTransaction(handle -> groups(handle, registry, by, teams));
        List<StorageShare> shares = graphs.ask(registry.name(), graph -> graph.grouped(groups.grouping())).stream()
                .map(bytes -> groups.naming().share(bytes, groups.tags().getOrDefault(bytes.repository(), 0L)))
                .toList();
        return shares.isEmpty() && by == StorageBy.REGISTRY
                ? List.of(groups.naming().share(new RepositoryBytes(0, 0, 0, 0, 0), 0))
                : shares;
    }

    private interface Naming {
        StorageShare share(RepositoryBytes group, long tags);
    }

    /// By what bytes are told apart in one registry.
    ///
    /// @param tags by group
    private record Groups(Grouping grouping, Map<Long, Long> tags, Naming naming) {}

    private static Groups groups(Handle handle, Kept registry, StorageBy by, Teams teams) {
        return switch (by) {
            case REGISTRY -> byRegistry(handle, registry);
            case REPOSITORY -> byRepository(handle, registry);
            case TEAM -> byTeam(handle, registry, teams);
            case BASE -> byBase(handle, registry);
        };
    }

    private static StorageShare share(
            Optional<String> name,
            Optional<String> registry,
            Optional<StorageShare.Base> base,
            long tags,
            RepositoryBytes bytes) {
        return new StorageShare(
                name, registry, base, tags, bytes.manifests(), bytes.marked(), bytes.exclusive(), bytes.attributed());
    }

    private static Groups byRegistry(Handle handle, Kept registry) {
        return new Groups(
                (_, _) -> new long[] {0},
                TagsPointing.byGroup(handle, registry.id(), (_, _) -> new long[] {0}),
                (bytes, tags) -> share(
                        Optional.of(registry.name()), Optional.of(registry.name()), Optional.empty(), tags, bytes));
    }

    private static Groups byRepository(Handle handle, Kept registry) {
        Map<Long, String> names = names(handle, registry);
        return new Groups(
                (repository, _) -> new long[] {repository},
                TagsPointing.byGroup(handle, registry.id(), (repository, _) -> new long[] {repository}),
                (bytes, tags) -> share(
                        Optional.ofNullable(names.get(bytes.repository())),
                        Optional.of(registry.name()),
                        Optional.empty(),
                        tags,
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

    private static Groups byTeam(Handle handle, Kept registry, Teams teams) {
        List<String> known = teams.ofRepository().values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
        long nobody = known.size();
        Map<Long, long[]> owners = new HashMap<>();
        names(handle, registry)
                .forEach((repository, name) -> owners.put(
                        repository,
                        teams.ofRepository().getOrDefault(name, Set.of()).stream()
                                .mapToLong(known::indexOf)
                                .toArray()));
        Grouping grouping = (repository, _) -> {
            long[] groups = owners.getOrDefault(repository, new long[0]);
            return groups.length == 0 ? new long[] {nobody} : groups;
        };
        return new Groups(
                grouping,
                TagsPointing.byGroup(handle, registry.id(), grouping),
                (bytes, tags) -> share(
                        Optional.of((int) bytes.repository())
                                .filter(group -> group < nobody)
                                .map(known::get),
                        Optional.empty(),
                        Optional.empty(),
                        tags,
                        bytes));
    }

    private static Groups byBase(Handle handle, Kept registry) {
        Bases bases = new Bases(handle, registry.id());
        Map<String, String> repositories = bases.repositories();
        Grouping grouping = (_, manifest) -> bases.of(manifest);
        return new Groups(grouping, TagsPointing.byGroup(handle, registry.id(), grouping), (bytes, tags) -> {
            Bases.Key key = bases.key(bytes.repository());
            return share(key.name(), Optional.empty(), Optional.of(Bases.shown(key, repositories)), tags, bytes);
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
