package dev.regent.store.estate;

import dev.regent.inventory.StoredBytes;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Storable;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// One row for each look, whatever came of it.
final class ObservationRows {

    /// A registry that is down can answer so for each of its tags.
    private static final int GAPS_KEPT = 200;

    private ObservationRows() {}

    private record Row(String source, String name, String kind, Heard heard, String detail, long requests) {}

    private record Counts(
            long repositories, long tags, long manifests, long untagged, long uniqueBytes, long uses, long gaps) {}

    /// @param applied whether it changes what is known
    /// @param whole whether all of the registry was looked at, so that the figures are the registry's
    static long insert(Handle handle, Look look, RegistryObservation seen, boolean applied, boolean whole) {
        Counts counts = new Counts(
                seen.repositories().size(),
                seen.repositories().stream().mapToLong(one -> one.tags().size()).sum(),
                seen.contents().size(),
                seen.repositories().stream()
                        .mapToLong(ObservationRows::untagged)
                        .sum(),
                StoredBytes.of(seen.contents().values()).total(),
                0,
                seen.repositories().stream().mapToLong(one -> one.gaps().size()).sum());
        Row row =
                new Row("registry", seen.identity().name(), seen.kind(), seen.heard(), seen.detail(), seen.requests());
        long id = insert(handle, look, row, applied, whole, counts);
        gaps(handle, id, seen);
        return id;
    }

    static long insert(Handle handle, Look look, EnvironmentObservation seen, boolean applied) {
        Counts counts = new Counts(0, 0, 0, 0, 0, seen.uses().size(), 0);
        Row row = new Row("environment", seen.name(), seen.kind(), seen.heard(), seen.detail(), seen.requests());
        return insert(handle, look, row, applied, true, counts);
    }

    private static long untagged(RepositoryObservation repository) {
        Set<Digest> tagged = new HashSet<>();
        repository.tags().values().forEach(target -> {
            if (target instanceof TagTarget.Points(Digest digest)) {
                tagged.add(digest);
            }
        });
        return repository.manifests().stream()
                .filter(digest -> !tagged.contains(digest))
                .count();
    }

    private static long insert(Handle handle, Look look, Row row, boolean applied, boolean whole, Counts counts) {
        String sql = """
                insert into observations (session, source, name, kind, started_at, ended_at, heard, detail, requests,
                    applied, whole, repositories, tags, manifests, untagged, unique_bytes, uses, gaps)
                values (:session, :source, :name, :kind, :startedAt, :endedAt, :heard, :detail, :requests,
                    :applied, :whole, :repositories, :tags, :manifests, :untagged, :uniqueBytes, :uses, :gaps)
                returning id
                """;
        return handle.createQuery(sql)
                .bind("session", Storable.text(look.session()))
                .bind("source", row.source())
                .bind("name", Storable.text(row.name()))
                .bind("kind", row.kind())
                .bind("startedAt", look.startedAt())
                .bind("endedAt", look.endedAt())
                .bind("heard", Storable.word(row.heard()))
                .bind("detail", Storable.text(row.detail()))
                .bind("requests", row.requests())
                .bind("applied", applied)
                .bind("whole", whole)
                .bind("repositories", counts.repositories())
                .bind("tags", counts.tags())
                .bind("manifests", counts.manifests())
                .bind("untagged", counts.untagged())
                .bind("uniqueBytes", counts.uniqueBytes())
                .bind("uses", counts.uses())
                .bind("gaps", counts.gaps())
                .mapTo(Long.class)
                .one();
    }

    private static void gaps(Handle handle, long observation, RegistryObservation seen) {
        Batch rows =
                new Batch("observation bigint", "ordinal int", "repository text", "kind text", "what text", "why text");
        for (RepositoryObservation repository : seen.repositories()) {
            for (Gap gap : repository.gaps()) {
                if (rows.size() < GAPS_KEPT) {
                    rows.add(
                            observation,
                            rows.size(),
                            repository.name(),
                            Storable.word(gap.kind()),
                            gap.what(),
                            gap.why());
                }
            }
        }
        rows.run(handle, """
                insert into gaps (observation, ordinal, repository, kind, what, why)
                select observation, ordinal, repository, kind, what, why from {given}
                """);
    }
}
