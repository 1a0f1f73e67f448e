package dev.regent.store.estate;

import dev.regent.observe.Use;
import dev.regent.store.estate.EnvironmentPages.KeptWorkload;
import dev.regent.store.estate.EnvironmentPages.WorkloadFilter;
import dev.regent.store.estate.EstatePages.UseItem;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Cursor;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Workloads: those that said something of themselves, and those that only their uses name.
final class WorkloadQueries {

    /// Names can be longer than a cursor: their beginning sorts, and a digest tells them apart.
    private static final String PAGE = """
            with named as (
                select environment, workload as name from uses
                where to_at is null and environment >= :afterEnvironment
                    and (:environment = '' or environment = :environment)
                union
                select environment, name from environment_workloads
                where last_seen is null and environment >= :afterEnvironment
                    and (:environment = '' or environment = :environment)
            ), keyed as (
                select *, left(translate(name, chr(10), ' '), 200) collate "C" as place, md5(name) as tie from named
            )
            select keyed.*, kept.space, kept.hints
            from keyed
            left join environment_workloads kept
                on kept.environment = keyed.environment and kept.name = keyed.name
            where (keyed.environment, keyed.place, keyed.tie)
                    > (cast(:afterEnvironment as text), cast(:afterPlace as text), cast(:afterTie as text))
                and (:text = '' or strpos(lower(keyed.name), :text) > 0 or strpos(lower(kept.space), :text) > 0
                    or exists (select 1 from uses
                        where uses.environment = keyed.environment and uses.workload = keyed.name and to_at is null
                            and (strpos(coalesce(host || '/', '') || coalesce(repository, '')
                                    || coalesce(':' || tag, '') || coalesce('@' || named, ''), :text) > 0
                                or strpos(array_to_string(digests, ' '), :text) > 0)))
            order by keyed.environment, keyed.place, keyed.tie
            limit :limit
            """;

    private WorkloadQueries() {}

    static Page<KeptWorkload> workloads(Handle handle, WorkloadFilter filter, List<String> after, int limit) {
        List<KeptWorkload> found = found(handle, filter, after, limit + 1);
        List<KeptWorkload> items = found.subList(0, Math.min(limit, found.size()));
        Map<String, List<UseItem>> uses = uses(handle, items);
        return new Page<>(
                items.stream()
                        .map(item -> item.using(uses.getOrDefault(place(item.environment(), item.name()), List.of())))
                        .toList(),
                found.size() <= limit
                        ? Optional.empty()
                        : Optional.of(items.getLast().cursor()));
    }

    static List<KeptWorkload> all(Handle handle) {
        return found(handle, WorkloadFilter.ALL, List.of("", "", ""), Integer.MAX_VALUE);
    }

    static List<KeptWorkload> of(Handle handle, Collection<Use> uses) {
        return handle.createQuery("""
                        select distinct kept.environment, kept.name, kept.space, kept.hints, '' as place, '' as tie
                        from unnest(cast(:environments as text[]), cast(:names as text[]))
                            as wanted (environment, name)
                        join environment_workloads kept
                            on kept.environment = wanted.environment and kept.name = wanted.name
                        """)
                .bind(
                        "environments",
                        Batch.array(uses.stream().map(Use::environment).toList()))
                .bind("names", Batch.array(uses.stream().map(Use::workload).toList()))
                .map((row, _) -> workload(row))
                .list();
    }

    private static List<KeptWorkload> found(Handle handle, WorkloadFilter filter, List<String> after, int limit) {
        return handle.createQuery(PAGE)
                .bind("environment", filter.environment().orElse(""))
                .bind("text", Storable.text(filter.text().orElse("").toLowerCase(Locale.ROOT)))
                .bind("afterEnvironment", after.get(0))
                .bind("afterPlace", after.get(1))
                .bind("afterTie", after.get(2))
                .bind("limit", limit)
                .map((row, _) -> workload(row))
                .list();
    }

    private static KeptWorkload workload(ResultSet row) throws SQLException {
        String environment = row.getString("environment");
        String hints = row.getString("hints");
        return new KeptWorkload(
                environment,
                row.getString("name"),
                Rows.word(row, "space"),
                hints == null ? List.of() : FactsJson.hints(hints),
                List.of(),
                Cursor.of(environment, row.getString("place"), row.getString("tie")));
    }

    private static String place(String environment, String workload) {
        return environment + "\n" + workload;
    }

    private static Map<String, List<UseItem>> uses(Handle handle, List<KeptWorkload> workloads) {
        List<String> places = workloads.stream()
                .map(workload -> place(workload.environment(), workload.name()))
                .toList();
        Map<String, List<UseItem>> uses = new HashMap<>();
        handle.createQuery("""
                        select uses.* from uses
                        where to_at is null and environment = any(cast(:environments as text[]))
                            and environment || chr(10) || workload = any(:places)
                        order by id
                        """)
                .bind(
                        "environments",
                        Batch.array(workloads.stream()
                                .map(KeptWorkload::environment)
                                .distinct()
                                .toList()))
                .bind(
                        "places",
                        (position, statement, _) -> statement.setArray(
                                position,
                                statement.getConnection().createArrayOf("text", places.toArray(String[]::new))))
                .map((row, _) -> UseQueries.item(row))
                .forEach(item -> uses.computeIfAbsent(
                                place(item.use().environment(), item.use().workload()), _ -> new ArrayList<>())
                        .add(item));
        return uses;
    }
}
