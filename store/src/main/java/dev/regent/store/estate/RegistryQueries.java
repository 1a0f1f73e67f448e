package dev.regent.store.estate;

import dev.regent.observe.Heard;
import dev.regent.plan.HeldBack;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Numbers of registries and repositories.
final class RegistryQueries {

    private static final String REPOSITORIES = """
            with here as (
                select repositories.* from repositories
                join registries on registries.id = repositories.registry
                where registries.name = :registry
            ), present as (
                select kept.repository, kept.manifest, kept.arrived_at, manifests.size
                from here join repository_manifests kept on kept.repository = here.id and kept.gone_at is null
                join manifests on manifests.id = kept.manifest
            ), manifest_counts as (
                select repository, count(*) as manifests, sum(size) as bytes, max(arrived_at) as pushed
                from present group by repository
            ), blob_bytes as (
                select repository, sum(size) as bytes
                from (
                    select distinct present.repository, blobs.id, blobs.size
                    from present
                    join manifest_blobs on manifest_blobs.manifest = present.manifest
                    join blobs on blobs.id = manifest_blobs.blob
                ) once group by repository
            ), tag_counts as (
                select tags.repository, count(*) as tags
                from here join tags on tags.repository = here.id and tags.gone_at is null
                group by tags.repository
            ), judged as (
                select verdicts.repository,
                    sum(bytes) filter (where verdict = 'remove') as remove_bytes,
                    count(*) filter (where verdict = 'remove' and role = 'image') as remove_images,
                    count(*) filter (where verdict = 'keep' and role = 'image') as keep_images,
                    count(*) filter (where verdict = 'undecided' and role = 'image') as undecided_images,
                    count(*) filter (where rule = 'in-use' and role = 'image') as in_use
                from verdicts
                where verdicts.registry = (select id from registries where name = :registry)
                group by verdicts.repository
            )
            select here.name, here.looked_at, here.absent_since, here.gone_at, tag_counts.tags,
                manifest_counts.manifests, manifest_counts.pushed, judged.*,
                coalesce(manifest_counts.bytes, 0) + coalesce(blob_bytes.bytes, 0) as bytes
            from here
            left join manifest_counts on manifest_counts.repository = here.id
            left join blob_bytes on blob_bytes.repository = here.id
            left join tag_counts on tag_counts.repository = here.id
            left join judged on judged.repository = here.name
            order by here.name
            """;

    private RegistryQueries() {}

    static List<EstatePages.RegistryNumbers> registries(Handle handle) {
        String sql = """
                select registries.name, registries.kind, registries.first_seen, held_back_bytes, held_back_manifests, last.*,
                    coalesce((select sum(bytes) from verdicts
                        where verdicts.registry = registries.id and verdict = 'remove'), 0) as reclaim
                from registries
                left join lateral (
                    select ended_at, heard, repositories, tags, manifests, untagged, unique_bytes
                    from observations
                    where source = 'registry' and name = registries.name and applied and whole
                    order by ended_at desc, id desc limit 1
                ) last on true
                order by registries.name
                """;
        return handle.createQuery(sql)
                .map((row, _) -> new EstatePages.RegistryNumbers(
                        row.getString("name"),
                        row.getString("kind"),
                        Rows.certain(row, "first_seen"),
                        row.getLong("repositories"),
                        row.getLong("tags"),
                        row.getLong("manifests"),
                        row.getLong("untagged"),
                        row.getLong("unique_bytes"),
                        row.getLong("reclaim"),
                        new HeldBack(row.getLong("held_back_bytes"), row.getInt("held_back_manifests")),
                        Rows.time(row, "ended_at"),
                        Rows.word(row, "heard").map(word -> Storable.constant(Heard.class, word))))
                .list();
    }

    static List<EstatePages.RepositoryNumbers> repositories(Handle handle, String registry) {
        return handle.createQuery(REPOSITORIES)
                .bind("registry", registry)
                .map((row, _) -> new EstatePages.RepositoryNumbers(
                        row.getString("name"),
                        row.getLong("tags"),
                        row.getLong("manifests"),
                        row.getLong("bytes"),
                        row.getLong("remove_bytes"),
                        row.getLong("remove_images"),
                        row.getLong("keep_images"),
                        row.getLong("undecided_images"),
                        Rows.time(row, "pushed"),
                        row.getLong("in_use"),
                        Rows.certain(row, "looked_at"),
                        Rows.time(row, "absent_since"),
                        Rows.time(row, "gone_at")))
                .list();
    }
}
