package dev.regent.store.estate;

import dev.regent.store.estate.LookTimes.OfRepository;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Storable;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// How fast registries answered, of the last look at all of each.
final class TimeRows {

    private static final double MILLION = 1e6;

    private TimeRows() {}

    static void replace(Handle handle, long observation, String registry, LookTimes times) {
        handle.createUpdate("update observations set median_ms = :median, p95_ms = :p95 where id = :id")
                .bind("median", millis(times.median()))
                .bind("p95", millis(times.p95()))
                .bind("id", observation)
                .execute();
        handle.createUpdate("delete from repository_times where registry = :registry")
                .bind("registry", registry)
                .execute();
        Batch batch = new Batch("repository text", "requests bigint", "errors bigint", "slowest_ms double precision");
        times.repositories().forEach((name, of) -> {
            if (Storable.isName(name)) {
                batch.add(name, of.requests(), of.errors(), millis(of.slowest()));
            }
        });
        String sql = """
                insert into repository_times (registry, repository, requests, errors, slowest_ms)
                select :registry, repository, requests, errors, slowest_ms from {given}
                """;
        batch.runWhole(handle, sql, "registry", registry);
    }

    static Map<String, OfRepository> of(Handle handle, String registry) {
        return handle.createQuery("select * from repository_times where registry = :registry")
                .bind("registry", registry)
                .map((row, _) -> Map.entry(
                        row.getString("repository"),
                        new OfRepository(
                                row.getLong("requests"), row.getLong("errors"), duration(row.getDouble("slowest_ms")))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Duration duration(double millis) {
        return Duration.ofNanos(Math.round(millis * MILLION));
    }

    private static double millis(Duration time) {
        return time.toNanos() / MILLION;
    }
}
