package dev.regent.store.estate;

import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.store.sql.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows of what an environment says besides what it uses. A look at what did not change writes none.
final class FactRows {

    /// What went longer ago is forgotten.
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final String LISTS = """
            update environments set hints = now.hints, nodes = now.nodes, notices = now.notices,
                registries = now.registries
            from (
                select name, cast(:notices as text) as notices,
                    case when :whole or :hints <> '[]' then :hints else hints end as hints,
                    case when :whole or :nodes <> '{}' then cast(:nodes as text[]) else nodes end as nodes,
                    case when :whole or :registries <> '[]' then :registries else registries end as registries
                from environments where name = :name
            ) now
            where environments.name = now.name
                and (environments.hints, environments.nodes, environments.notices, environments.registries)
                    is distinct from (now.hints, now.nodes, now.notices, now.registries)
            """;

    private final Handle handle;
    private final String environment;
    private final Instant at;

    private FactRows(Handle handle, String environment, Instant at) {
        this.handle = handle;
        this.environment = environment;
        this.at = at;
    }

    /// Takes over what was said. What was not heard wholly can be missing: it stays as it was.
    static void take(Handle handle, EnvironmentObservation seen, Instant at) {
        if (seen.heard() == Heard.NO) {
            return;
        }
        FactRows rows = new FactRows(handle, seen.name(), at);
        boolean whole = seen.heard() == Heard.YES;
        rows.lists(seen.facts(), whole);
        rows.workloads(seen.facts(), whole);
        rows.images(seen.facts(), whole);
    }

    private void lists(EnvironmentFacts facts, boolean whole) {
        handle.createUpdate(LISTS)
                .bind("name", environment)
                .bind("hints", FactsJson.hints(facts.hints()))
                .bind("nodes", Batch.array(FactsJson.clean(facts.nodes())))
                .bind("notices", FactsJson.notices(facts.notices()))
                .bind("registries", FactsJson.registries(facts.registries()))
                .bind("whole", whole)
                .execute();
    }

    private void workloads(EnvironmentFacts facts, boolean whole) {
        Map<String, WorkloadRow> before = byKey(
                handle.createQuery("select * from environment_workloads where environment = :name")
                        .bind("name", environment)
                        .map((row, _) -> WorkloadRow.of(row))
                        .list(),
                WorkloadRow::name);
        Map<String, WorkloadRow> now = byKey(
                facts.workloads().stream()
                        .flatMap(workload -> WorkloadRow.of(workload).stream())
                        .toList(),
                WorkloadRow::name);
        WorkloadRow.write(handle, environment, at, changed(before, now));
        if (whole) {
            List<String> gone = before.values().stream()
                    .filter(row -> row.here() && !now.containsKey(row.name()))
                    .map(WorkloadRow::name)
                    .toList();
            WorkloadRow.end(handle, environment, at, gone);
            forget("environment_workloads");
        }
    }

    private void images(EnvironmentFacts facts, boolean whole) {
        Map<String, ImageRow> before = byKey(
                handle.createQuery("select * from environment_images where environment = :name")
                        .bind("name", environment)
                        .map((row, _) -> ImageRow.of(row))
                        .list(),
                ImageRow::place);
        Map<String, ImageRow> now = byKey(
                facts.images().stream()
                        .flatMap(image -> ImageRow.of(image).stream())
                        .toList(),
                ImageRow::place);
        ImageRow.write(handle, environment, at, changed(before, now));
        if (whole) {
            ImageRow.end(
                    handle,
                    environment,
                    at,
                    before.values().stream()
                            .filter(row -> row.here() && !now.containsKey(row.place()))
                            .toList());
            forget("environment_images");
        }
    }

    private static <T> Map<String, T> byKey(List<T> rows, Function<T, String> key) {
        return rows.stream().collect(Collectors.toMap(key, row -> row, (one, _) -> one, HashMap::new));
    }

    private static <T> Collection<T> changed(Map<String, T> before, Map<String, T> now) {
        return now.entrySet().stream()
                .filter(entry -> !Optional.of(entry.getValue()).equals(Optional.ofNullable(before.get(entry.getKey()))))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void forget(String table) {
        handle.createUpdate("delete from " + table + " where environment = :name and last_seen < :longAgo")
                .bind("name", environment)
                .bind("longAgo", at.minus(KEPT_FOR))
                .execute();
    }
}
