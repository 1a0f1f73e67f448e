package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Storable;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// How large repositories are, and how fast their registry answers.
public final class TagCounts {

    private final Database database;

    public TagCounts(Database database) {
        this.database = database;
    }

    /// Tags that each repository has, as far as is known; one without any may be missing.
    public Map<String, Integer> of(String registry, Collection<String> repositories) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select repositories.name, count(*) as tags
                        from registries
                        join repositories on repositories.registry = registries.id
                        join tags on tags.repository = repositories.id and tags.gone_at is null
                        where registries.name = :registry and repositories.name = any(cast(:repositories as text[]))
                        group by repositories.name
                        """)
                        .bind("registry", registry)
                        .bind(
                                "repositories",
                                Batch.array(repositories.stream()
                                        .distinct()
                                        .map(Storable::text)
                                        .toList()))
                        .map((row, _) -> Map.entry(row.getString("name"), row.getInt("tags")))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /// What a request takes of the last look's time at all of a registry over `/v2/`: many are under way at once.
    public OptionalDouble secondsPerRequest(String registry) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select extract(epoch from ended_at - started_at) / requests as seconds
                        from observations
                        where source = 'registry' and name = :registry and whole and requests >= 20
                            and ended_at > started_at
                        order by ended_at desc, id desc limit 1
                        """)
                        .bind("registry", registry)
                        .mapTo(Double.class)
                        .findOne()
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()));
    }
}
