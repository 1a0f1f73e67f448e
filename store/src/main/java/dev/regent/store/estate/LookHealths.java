package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.estate.LookHealth.Worst;
import dev.regent.store.sql.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How looks went, by what was kept of each.
public final class LookHealths {

    private static final int WORST = 5;

    private static final String REGISTRIES = """
            select registries.name, last.id, last.started_at, last.ended_at, last.gaps, last.median_ms, last.p95_ms, heard.heard_at, lately.*
            from registries
            join lateral (
                select id, started_at, ended_at, gaps, median_ms, p95_ms from observations
                where source = 'registry' and name = registries.name and whole order by ended_at desc, id desc limit 1
            ) last on true
            left join lateral (
                select ended_at as heard_at from observations
                where source = 'registry' and name = registries.name and whole and heard = 'yes'
                order by ended_at desc, id desc limit 1
            ) heard on true
            cross join lateral (
                select count(*) as looks, count(*) filter (where heard <> 'yes') as unheard,
                    coalesce(sum(requests), 0) as requests
                from observations
                where source = 'registry' and name = registries.name and ended_at >= :since
            ) lately
            """;

    private static final String HEARD = """
            select 'registry' as source, registries.name, heard.heard_at
            from registries
            join lateral (
                select ended_at as heard_at from observations
                where source = 'registry' and name = registries.name and whole and heard = 'yes'
                order by ended_at desc, id desc limit 1
            ) heard on true
            union all
            select 'environment', name, heard_at from environments where heard_at is not null
            """;

    private final Database database;

    public LookHealths(Database database) {
        this.database = database;
    }

    /// A source: `registry` or `environment`, and its name.
    public record Source(String source, String name) {}

    /// Of each registry that was ever looked at, by name.
    ///
    /// @param since from when looks are counted
    public Map<String, LookHealth> since(Instant since) {
        return database.inTransaction(handle -> {
            Map<String, LookHealth> all = new HashMap<>();
            Map<Long, List<Worst>> worst = worst(handle);
            handle.createQuery(REGISTRIES)
                    .bind("since", since)
                    .map((row, _) -> Map.entry(
                            row.getString("name"),
                            new LookHealth(
                                    Duration.between(Rows.certain(row, "started_at"), Rows.certain(row, "ended_at")),
                                    row.getLong("gaps"),
                                    worst.getOrDefault(row.getLong("id"), List.of()),
                                    Rows.time(row, "heard_at"),
                                    row.getLong("looks"),
                                    row.getLong("unheard"),
                                    row.getLong("requests"),
                                    time(row, "median_ms"),
                                    time(row, "p95_ms"))))
                    .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            return all;
        });
    }

    private static Optional<Duration> time(ResultSet row, String column) throws SQLException {
        double millis = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(TimeRows.duration(millis));
    }

    /// What the last look at a registry asked of each repository and how fast that was answered, by name.
    public Map<String, LookTimes.OfRepository> repositories(String registry) {
        return database.inTransaction(handle -> TimeRows.of(handle, registry));
    }

    /// By the last look at each registry.
    private static Map<Long, List<Worst>> worst(Handle handle) {
        Map<Long, List<Worst>> worst = new HashMap<>();
        handle.createQuery("""
                        select gaps.observation, gaps.repository, count(*) as gaps, min(gaps.why) as why
                        from registries
                        join lateral (
                            select id from observations
                            where source = 'registry' and name = registries.name and whole order by ended_at desc, id desc limit 1
                        ) last on true
                        join gaps on gaps.observation = last.id
                        group by gaps.observation, gaps.repository
                        order by count(*) desc, gaps.repository
                        """)
                .map((row, _) -> Map.entry(
                        row.getLong("observation"),
                        new Worst(row.getString("repository"), row.getLong("gaps"), row.getString("why"))))
                .forEach(entry -> {
                    List<Worst> some = worst.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>());
                    if (some.size() < WORST) {
                        some.add(entry.getValue());
                    }
                });
        return worst;
    }

    /// When all of each source was heard the last time; one that never was is missing.
    public Map<Source, Instant> heardAt() {
        return database.inTransaction(handle -> {
            Map<Source, Instant> heard = new HashMap<>();
            handle.createQuery(HEARD)
                    .map((row, _) -> Map.entry(
                            new Source(row.getString("source"), row.getString("name")), Rows.certain(row, "heard_at")))
                    .forEach(entry -> heard.put(entry.getKey(), entry.getValue()));
            return heard;
        });
    }
}
