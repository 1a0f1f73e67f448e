package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How often repositories were pulled from, as far as their registries tell. Nothing is judged by it: a registry may
/// lose what it had to tell, and whoever may tell may make it up.
public final class Pulls {

    /// How far back it is known, in days.
    public static final int MOST_DAYS = PullCounts.DAYS;

    /// Whoever pulls an image of several platforms reads its index and one of its children: only the index counts.
    /// Which manifests are children of an index that is or was in the repository is known by the looks at it.
    private static final String COUNTED = """
            select pulls.registry, pulls.repository, sum(pulls.pulls) as pulls
            from pulls
            join registries on registries.name = pulls.registry
            join repositories on repositories.registry = registries.id and repositories.name = pulls.repository
                and repositories.gone_at is null
            where pulls.registry = any(cast(:names as text[])) and pulls.day > current_date - :days
                and not exists (
                    select from edges
                    join repository_manifests held on held.manifest = edges.manifest
                    where edges.kind = 'child' and edges.target = pulls.manifest and held.repository = repositories.id)
            group by pulls.registry, pulls.repository
            """;

    private record Count(String registry, String repository, long pulls) {}

    private final Database database;

    public Pulls(Database database) {
        this.database = database;
    }

    /// Pulls of one registry.
    ///
    /// @param since the day (UTC) since which it tells of pulls
    /// @param ofRepository how many, by the repository's name; none of what is missing
    public record Known(LocalDate since, Map<String, Long> ofRepository) {
        public Known {
            ofRepository = Map.copyOf(ofRepository);
        }
    }

    /// Pulls of today and of days before, in repositories that are there.
    ///
    /// @param days how many in all, at most [#MOST_DAYS]
    /// @return by the registry's name; a registry that never told of any is missing
    public Map<String, Known> of(Collection<String> registries, int days) {
        return database.inTransaction(handle -> {
            Map<String, Map<String, Long>> counts = new HashMap<>();
            handle.createQuery(COUNTED)
                    .bind("names", Batch.array(registries))
                    .bind("days", days)
                    .map((row, _) ->
                            new Count(row.getString("registry"), row.getString("repository"), row.getLong("pulls")))
                    .forEach(count -> counts.computeIfAbsent(count.registry(), _ -> new HashMap<>())
                            .put(count.repository(), count.pulls()));
            Map<String, Known> known = new HashMap<>();
            handle.createQuery("""
                            select registry, pulls_since from registry_hints
                            where registry = any(cast(:names as text[])) and pulls_since is not null
                            """)
                    .bind("names", Batch.array(registries))
                    .map((row, _) -> Map.entry(row.getString("registry"), Rows.certain(row, "pulls_since")))
                    .forEach(since -> known.put(
                            since.getKey(),
                            new Known(
                                    LocalDate.ofInstant(since.getValue(), ZoneOffset.UTC),
                                    counts.getOrDefault(since.getKey(), Map.of()))));
            return known;
        });
    }
}
