package dev.regent.store.estate;

import dev.regent.observe.Workload;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What a workload says of itself, as it is kept.
///
/// @param hints as JSON
/// @param here whether the last look saw it
record WorkloadRow(String name, Optional<String> space, String hints, boolean here) {

    /// Empty if its name can't be found again.
    static Optional<WorkloadRow> of(Workload workload) {
        String name = Storable.text(workload.name());
        return Storable.isKey(name)
                ? Optional.of(new WorkloadRow(
                        name, workload.space().map(Storable::text), FactsJson.hints(workload.hints()), true))
                : Optional.empty();
    }

    static WorkloadRow of(ResultSet row) throws SQLException {
        return new WorkloadRow(
                row.getString("name"),
                Rows.word(row, "space"),
                row.getString("hints"),
                Rows.time(row, "last_seen").isEmpty());
    }

    static void write(Handle handle, String environment, Instant at, Collection<WorkloadRow> rows) {
        // JSON goes as an array does: cut in the middle it would be none.
        Batch given = new Batch("environment text", "name text", "space text", "hints array", "at timestamptz");
        rows.forEach(row -> given.add(environment, row.name(), row.space().orElse(null), row.hints(), at));
        given.run(handle, """
                insert into environment_workloads (environment, name, space, hints, first_seen)
                select environment, name, space, hints, at from {given}
                on conflict (environment, name) do update set space = excluded.space, hints = excluded.hints,
                    last_seen = null
                """);
    }

    static void end(Handle handle, String environment, Instant at, Collection<String> names) {
        Batch given = new Batch("environment text", "name text", "at timestamptz");
        names.forEach(name -> given.add(environment, name, at));
        given.run(handle, """
                update environment_workloads kept set last_seen = given.at from {given}
                where kept.environment = given.environment and kept.name = given.name
                """);
    }
}
