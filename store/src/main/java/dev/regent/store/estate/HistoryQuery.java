package dev.regent.store.estate;

import dev.regent.oci.Digest;
import dev.regent.store.sql.Rows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Reads what is known over time of one manifest.
final class HistoryQuery {

    private HistoryQuery() {}

    private record Found(long repository, long manifest, ManifestHistory history) {}

    static Optional<ManifestHistory> history(Handle handle, String registry, String repository, Digest manifest) {
        String sql = """
                select kept.*, coalesce(kept.last_seen, repositories.looked_at) as seen
                from registries
                join repositories on repositories.registry = registries.id and repositories.name = :repository
                join manifests on manifests.registry = registries.id and manifests.digest = :digest
                join repository_manifests kept on kept.repository = repositories.id and kept.manifest = manifests.id
                where registries.name = :registry
                """;
        return handle.createQuery(sql)
                .bind("registry", registry)
                .bind("repository", repository)
                .bind("digest", manifest.value())
                .map((row, _) -> new Found(
                        row.getLong("repository"),
                        row.getLong("manifest"),
                        new ManifestHistory(
                                Rows.certain(row, "first_seen"),
                                Rows.certain(row, "seen"),
                                Rows.certain(row, "arrived_at"),
                                Rows.time(row, "untagged_since"),
                                Rows.time(row, "gone_at"),
                                Rows.time(row, "deleted_at"),
                                Rows.time(row, "reappeared_at"),
                                List.of())))
                .findOne()
                .map(found -> withTags(handle, found));
    }

    private static ManifestHistory withTags(Handle handle, Found found) {
        ManifestHistory known = found.history();
        return new ManifestHistory(
                known.firstSeen(),
                known.lastSeen(),
                known.newSince(),
                known.untaggedSince(),
                known.gone(),
                known.deleted(),
                known.reappeared(),
                tags(handle, found.repository(), found.manifest()));
    }

    /// A tag's first appearance has no row among the moves: it pointed first at what its first move
    /// left, or at what it still points at.
    private static List<ManifestHistory.TagEvent> tags(Handle handle, long repository, long manifest) {
        String sql = """
                with firsts as (
                    select tags.first_seen as at, tags.name as tag, null::bigint as from_manifest,
                        coalesce((select moves.from_manifest from tag_moves moves
                            where moves.repository = tags.repository and moves.tag = tags.name
                            order by moves.at, moves.id limit 1),
                            case when not exists (select from tag_moves moves
                                where moves.repository = tags.repository and moves.tag = tags.name)
                                then tags.manifest end) as to_manifest, 0 as id
                    from tags where tags.repository = :repository
                ), events as (
                    select * from firsts
                    union all
                    select at, tag, from_manifest, to_manifest, id from tag_moves where repository = :repository
                )
                select events.at, events.tag, former.digest as former, latter.digest as latter
                from events
                left join manifests former on former.id = events.from_manifest
                left join manifests latter on latter.id = events.to_manifest
                where :manifest in (events.from_manifest, events.to_manifest)
                order by events.at, events.id, events.tag
                """;
        return handle.createQuery(sql)
                .bind("repository", repository)
                .bind("manifest", manifest)
                .map((row, _) -> new ManifestHistory.TagEvent(
                        Rows.certain(row, "at"),
                        row.getString("tag"),
                        Rows.word(row, "former").map(Digest::new),
                        Rows.word(row, "latter").map(Digest::new)))
                .list();
    }
}
