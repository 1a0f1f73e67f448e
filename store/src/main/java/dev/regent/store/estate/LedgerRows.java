package dev.regent.store.estate;

import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Reads the ledgers of some repositories and writes what changed in them.
final class LedgerRows {

    private final Handle handle;
    private final Instant at;
    private final Map<Long, RepositoryLedger> ledgers = new HashMap<>();

    private final Batch manifests = new Batch(
            "repository bigint",
            "manifest bigint",
            "first_seen timestamptz",
            "last_seen timestamptz",
            "gone_at timestamptz",
            "untagged_since timestamptz",
            "ever_tagged boolean",
            "arrived_at timestamptz",
            "deleted_at timestamptz",
            "reappeared_at timestamptz");
    private final Batch tags = new Batch(
            "repository bigint",
            "name text",
            "manifest bigint",
            "first_seen timestamptz",
            "last_seen timestamptz",
            "moved_at timestamptz",
            "gone_at timestamptz");
    private final Batch moves =
            new Batch("repository bigint", "tag text", "from_manifest bigint", "to_manifest bigint", "at timestamptz");

    LedgerRows(Handle handle, Instant at) {
        this.handle = handle;
        this.at = at;
    }

    void load(Collection<Long> repositories) {
        repositories.forEach(repository -> ledgers.put(repository, new RepositoryLedger()));
        String ids = Batch.array(repositories);
        handle.createQuery("select kept.* from unnest(cast(:ids as bigint[])) as wanted (id)"
                        + " join repository_manifests kept on kept.repository = wanted.id")
                .bind("ids", ids)
                .setFetchSize(5_000)
                .map((row, _) -> Map.entry(
                        row.getLong("repository"),
                        new ManifestRow(
                                row.getLong("manifest"),
                                Rows.certain(row, "first_seen"),
                                Rows.instant(row, "last_seen"),
                                Rows.instant(row, "gone_at"),
                                Rows.instant(row, "untagged_since"),
                                row.getBoolean("ever_tagged"),
                                Rows.certain(row, "arrived_at"),
                                Rows.instant(row, "deleted_at"),
                                Rows.instant(row, "reappeared_at"))))
                .forEach(entry -> ledger(entry.getKey()).kept(entry.getValue()));
        handle.createQuery("select kept.* from unnest(cast(:ids as bigint[])) as wanted (id)"
                        + " join tags kept on kept.repository = wanted.id")
                .bind("ids", ids)
                .setFetchSize(5_000)
                .map((row, _) -> Map.entry(
                        row.getLong("repository"),
                        new TagRow(
                                row.getString("name"),
                                Rows.number(row, "manifest"),
                                Rows.certain(row, "first_seen"),
                                Rows.instant(row, "last_seen"),
                                Rows.instant(row, "moved_at"),
                                Rows.instant(row, "gone_at"))))
                .forEach(entry -> ledger(entry.getKey()).kept(entry.getValue()));
    }

    RepositoryLedger ledger(long repository) {
        return ledgers.computeIfAbsent(repository, _ -> new RepositoryLedger());
    }

    void change(long repository, RepositoryLedger.Changes changes) {
        for (ManifestRow row : changes.manifests()) {
            manifests.add(
                    repository,
                    row.manifest(),
                    row.firstSeen(),
                    row.lastSeen(),
                    row.gone(),
                    row.untaggedSince(),
                    row.everTagged(),
                    row.arrived(),
                    row.deleted(),
                    row.reappeared());
        }
        for (TagRow row : changes.tags()) {
            tags.add(repository, row.name(), row.manifest(), row.firstSeen(), row.lastSeen(), row.moved(), row.gone());
        }
        for (RepositoryLedger.Move move : changes.moves()) {
            moves.add(repository, move.tag(), move.from(), move.to(), at);
        }
    }

    void write() {
        manifests.run(handle, """
                insert into repository_manifests (repository, manifest, first_seen, last_seen, gone_at,
                    untagged_since, ever_tagged, arrived_at, deleted_at, reappeared_at)
                select repository, manifest, first_seen, last_seen, gone_at,
                    untagged_since, ever_tagged, arrived_at, deleted_at, reappeared_at
                from {given}
                on conflict (repository, manifest) do update set last_seen = excluded.last_seen,
                    gone_at = excluded.gone_at, untagged_since = excluded.untagged_since,
                    ever_tagged = excluded.ever_tagged, arrived_at = excluded.arrived_at,
                    reappeared_at = excluded.reappeared_at
                """);
        tags.run(handle, """
                insert into tags (repository, name, manifest, first_seen, last_seen, moved_at, gone_at)
                select repository, name, manifest, first_seen, last_seen, moved_at, gone_at from {given}
                on conflict (repository, name) do update set manifest = excluded.manifest,
                    last_seen = excluded.last_seen, moved_at = excluded.moved_at, gone_at = excluded.gone_at
                """);
        moves.run(handle, """
                insert into tag_moves (repository, tag, from_manifest, to_manifest, at)
                select repository, tag, from_manifest, to_manifest, at from {given}
                """);
    }
}
