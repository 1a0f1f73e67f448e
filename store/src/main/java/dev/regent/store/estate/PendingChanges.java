package dev.regent.store.estate;

import dev.regent.observe.RegistryHint;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What registries told of by themselves, kept until it was asked for.
public final class PendingChanges {

    /// Of one registry, or some more; then it is looked at as a whole.
    static final int MOST = 20_000;

    private static final int ASKED_AT_ONCE = 2_000;

    private final Database database;
    private final int most;
    private final Map<String, Waited> waited = new ConcurrentHashMap<>();

    public PendingChanges(Database database) {
        this(database, MOST);
    }

    PendingChanges(Database database, int most) {
        this.database = database;
        this.most = most;
    }

    /// How much waited when it was counted, and what was added here since. Some may have been asked for, and others may
    /// have added.
    private record Waited(long counted, long added) {}

    /// What there is of one registry.
    ///
    /// @param changes that still have to be asked for
    /// @param whole whether all of it has to be looked at
    /// @param known whether it was ever looked at: until then nothing can be changed
    public record Waiting(long changes, boolean whole, boolean known, Instant toldAt) {}

    /// Changes that are to be asked for.
    public static final class Taken {

        private final List<Row> rows;

        private Taken(List<Row> rows) {
            this.rows = rows;
        }

        /// @param asked the reference itself; for a digest at which tags pointed, these tags
        record Row(String repository, String reference, long number, Set<String> asked) {}

        List<Row> rows() {
            return rows;
        }

        /// Tags and digests to ask for, by repository.
        public Map<String, Set<String>> references() {
            Map<String, Set<String>> references = new TreeMap<>();
            rows.forEach(row -> references
                    .computeIfAbsent(row.repository(), _ -> new HashSet<>())
                    .addAll(row.asked()));
            return references;
        }
    }

    /// Keeps changes that a registry told of; what is told of again is kept once.
    ///
    /// @param whole whether all of it has to be looked at
    void add(Handle handle, String registry, Collection<RegistryHint.Change> told, boolean whole) {
        Set<RegistryHint.Change> changes = told.stream()
                .filter(change -> Storable.isKey(change.repository()) && Storable.isKey(change.reference()))
                .collect(Collectors.toSet());
        told(handle, registry);
        boolean room = room(handle, registry, changes.size());
        if (room) {
            insert(handle, registry, changes);
        }
        if (!room || whole) {
            handle.createUpdate("""
                            update registry_hints set whole_since = clock_timestamp() where registry = :registry
                            """).bind("registry", registry).execute();
        }
    }

    /// A row that every event writes would make them wait for each other.
    private static void told(Handle handle, String registry) {
        handle.createUpdate("""
                        insert into registry_hints (registry, told_at)
                        select :registry, clock_timestamp()
                        where not exists (select from registry_hints where registry = :registry)
                        on conflict do nothing
                        """).bind("registry", registry).execute();
        handle.createUpdate("""
                        update registry_hints set told_at = clock_timestamp()
                        where registry = :registry and told_at < clock_timestamp() - interval '1 second'
                        """).bind("registry", registry).execute();
    }

    /// Counting what waits takes longer than adding to it: it is counted again once a twentieth of what may wait was
    /// added since, and before anything is found to be too much.
    private boolean room(Handle handle, String registry, int more) {
        Waited last = waited.get(registry);
        boolean enough =
                last != null && last.added() + more <= most / 20 && last.counted() + last.added() + more <= most;
        Waited now = enough && last != null ? last : new Waited(count(handle, registry), 0);
        waited.put(registry, new Waited(now.counted(), now.added() + more));
        return now.counted() + now.added() + more <= most;
    }

    private long count(Handle handle, String registry) {
        return handle.createQuery("""
                        select count(*)
                        from (
                            select from pending_changes
                            where registry = :registry and asked_at is null limit :most
                        ) kept
                        """)
                .bind("registry", registry)
                .bind("most", most)
                .mapTo(Long.class)
                .one();
    }

    /// In one order, so that two who write the same rows don't wait for each other.
    private static void insert(Handle handle, String registry, Collection<RegistryHint.Change> changes) {
        Batch rows = new Batch("registry text", "repository text", "reference text");
        changes.forEach(change -> rows.add(registry, change.repository(), change.reference()));
        rows.run(handle, """
                insert into pending_changes (registry, repository, reference)
                select registry, repository, reference from {given}
                order by repository collate "C", reference collate "C"
                on conflict (registry, repository, reference) do update set number = excluded.number,
                    received_at = excluded.received_at, asked_at = null
                """);
    }

    /// All registries that ever told of something, by name.
    public Map<String, Waiting> waiting() {
        String sql = """
                select hints.registry, hints.told_at, hints.whole_since is not null as whole,
                    exists (select from registries where name = hints.registry and looked_at is not null) as known,
                    (select count(*) from pending_changes
                        where registry = hints.registry and asked_at is null) as changes
                from registry_hints hints
                """;
        return database.inTransaction(handle -> {
            Map<String, Waiting> all = new HashMap<>();
            handle.createQuery(sql)
                    .map((row, _) -> Map.entry(
                            row.getString("registry"),
                            new Waiting(
                                    row.getLong("changes"),
                                    row.getBoolean("whole"),
                                    row.getBoolean("known"),
                                    Rows.certain(row, "told_at"))))
                    .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            return all;
        });
    }

    /// What one registry told of; empty if it never did.
    public Optional<Waiting> waiting(String registry) {
        return Optional.ofNullable(waiting().get(registry));
    }

    /// The changes of a registry that were told of first, as far as they go into one question. For a digest tags are
    /// asked that are known to point there: it came or went with them.
    public Taken take(String registry) {
        String sql = """
                select pending.repository, pending.reference, pending.number,
                    array(
                        select tags.name
                        from registries
                        join repositories on repositories.registry = registries.id
                            and repositories.name = pending.repository
                        join manifests on manifests.registry = registries.id and manifests.digest = pending.reference
                        join tags on tags.repository = repositories.id and tags.manifest = manifests.id
                            and tags.gone_at is null
                        where registries.name = pending.registry
                    ) as tags
                from pending_changes pending
                where pending.registry = :registry and pending.asked_at is null
                order by pending.number limit :limit
                """;
        return new Taken(database.inTransaction(handle -> handle.createQuery(sql)
                .bind("registry", registry)
                .bind("limit", ASKED_AT_ONCE)
                .map((row, _) -> {
                    String reference = row.getString("reference");
                    List<String> tags = Rows.texts(row, "tags");
                    boolean byTags = Digest.isDigest(reference) && !tags.isEmpty();
                    return new Taken.Row(
                            row.getString("repository"),
                            reference,
                            row.getLong("number"),
                            byTags ? Set.copyOf(tags) : Set.of(reference));
                })
                .list()));
    }

    /// Notes that these were asked for. What was told of again meanwhile has another number and waits on.
    static void asked(Handle handle, String registry, List<Taken.Row> rows) {
        Batch batch = new Batch("registry text", "repository text", "reference text", "number bigint");
        rows.forEach(row -> batch.add(registry, row.repository(), row.reference(), row.number()));
        batch.run(handle, """
                update pending_changes pending set asked_at = clock_timestamp()
                from (
                    select kept.registry, kept.repository, kept.reference
                    from pending_changes kept
                    join {given} on given.registry = kept.registry and given.repository = kept.repository
                        and given.reference = kept.reference and given.number = kept.number
                    order by kept.repository, kept.reference
                    for update of kept
                ) these
                where pending.registry = these.registry and pending.repository = these.repository
                    and pending.reference = these.reference
                """);
        handle.createUpdate("""
                        delete from pending_changes
                        where registry = :registry and asked_at is not null and (
                            asked_at < clock_timestamp() - interval '1 hour' or number <= (
                                select number from pending_changes
                                where registry = :registry and asked_at is not null
                                order by number desc offset :most limit 1))
                        """).bind("registry", registry).bind("most", MOST).execute();
    }

    /// A look at whole repositories was recorded: what was told of before it began it has seen. What was told of since
    /// and was asked for is asked for again, since this look may have written what it saw before.
    ///
    /// @param all whether it was a look at all of the registry and heard it all
    /// @param repositories of which it heard all
    static void settle(Handle handle, String registry, Instant began, boolean all, Collection<String> repositories) {
        String these = """
                select registry, repository, reference from pending_changes
                where registry = :registry and (:all or repository = any(cast(:repositories as text[]))) and %s
                order by repository, reference
                for update
                """;
        String delete = "delete from pending_changes where (registry, repository, reference) in ("
                + these.formatted("received_at < :began") + ")";
        String again = "update pending_changes set asked_at = null where (registry, repository, reference) in ("
                + these.formatted("received_at >= :began and asked_at is not null") + ")";
        for (String sql : new String[] {delete, again}) {
            handle.createUpdate(sql)
                    .bind("registry", registry)
                    .bind("all", all)
                    .bind("repositories", Batch.array(repositories))
                    .bind("began", began)
                    .execute();
        }
        if (all) {
            handle.createUpdate("""
                            update registry_hints set whole_since = null
                            where registry = :registry and whole_since < :began
                            """)
                    .bind("registry", registry)
                    .bind("began", began)
                    .execute();
        }
    }
}
