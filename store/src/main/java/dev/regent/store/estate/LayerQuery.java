package dev.regent.store.estate;

import dev.regent.oci.Digest;
import dev.regent.store.estate.WastePages.Layer;
import dev.regent.store.estate.WastePages.LayerFilter;
import dev.regent.store.estate.WastePages.LayerOrder;
import dev.regent.store.estate.WastePages.Old;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Layers with who holds them.
final class LayerQuery {

    /// What young images hold: they themselves, what they list, and what belongs to one of these. What was
    /// not judged is young: nobody knows that it is old.
    private static final String YOUNG = """
            judged as materialized (
                select aged.*, row_number() over (partition by repository order by age desc, digest desc) as place
                from (
                select kept.repository, kept.manifest, manifests.digest,
                    case when verdicts.built >= :believed then verdicts.built else kept.arrived_at end as age
                from chosen
                join verdicts on verdicts.registry = chosen.id and verdicts.role = 'image'
                join repositories on repositories.registry = chosen.id and repositories.name = verdicts.repository
                join manifests on manifests.registry = chosen.id and manifests.digest = verdicts.digest
                join repository_manifests kept on kept.repository = repositories.id and kept.manifest = manifests.id
                    and kept.gone_at is null
                ) aged
            ), young as (
                select manifest from judged where age >= :before or place <= :newest
                union
                select manifests.id
                from chosen
                join repositories on repositories.registry = chosen.id
                join repository_manifests kept on kept.repository = repositories.id and kept.gone_at is null
                join manifests on manifests.id = kept.manifest
                where not exists (
                    select from verdicts where verdicts.registry = chosen.id
                        and verdicts.repository = repositories.name and verdicts.digest = manifests.digest)
                union
                select neighbour.id
                from young
                join manifests on manifests.id = young.manifest
                join lateral (
                    select child.id
                    from edges join manifests child on child.registry = manifests.registry
                        and child.digest = edges.target
                    where edges.manifest = manifests.id and edges.kind = 'child'
                    union all
                    select edges.manifest
                    from edges join manifests referrer on referrer.id = edges.manifest
                        and referrer.registry = manifests.registry
                    where edges.target = manifests.digest and edges.kind = 'subject'
                ) neighbour on true
            ),
            """;

    private static final String NOT_YOUNG = """
            and not exists (
                select from manifest_blobs join young on young.manifest = manifest_blobs.manifest
                where manifest_blobs.blob = blobs.id)
            """;

    private static final String AFTER = """
            and ({images} < :afterImages or {images} = :afterImages and (blobs.size < :afterBytes
                or blobs.size = :afterBytes and (chosen.name, blobs.digest) > (:afterRegistry, :afterDigest)))
            """;

    /// Said by itself, so that the index is entered where the page before ended.
    private static final String UP_TO = "and blobs.size <= :afterBytes ";

    private static final String HOLDERS = """
            select count(distinct kept.manifest) as images, count(distinct kept.repository) as repositories,
                min(repositories.name) as first_repository,
                max(case when manifests.created_at >= :believed then manifests.created_at else kept.arrived_at end) as newest
            from manifest_blobs
            join manifests on manifests.id = manifest_blobs.manifest
            join repository_manifests kept on kept.manifest = manifest_blobs.manifest and kept.gone_at is null
            join repositories on repositories.id = kept.repository and repositories.gone_at is null
            where manifest_blobs.blob = blobs.id
            """;

    /// Manifests that workloads run, by digest, by their config, or by a tag where nothing else is known.
    private static final String RUNNING = """
            shown as materialized (
                select environment, workload, host, repository, tag, digests
                from uses where to_at is null and kind in ('running', 'desired')
            ), named as (
                select shown.environment, shown.workload, manifests.id as manifest
                from shown cross join lateral unnest(shown.digests) as used (digest) cross join chosen
                join manifests on manifests.registry = chosen.id and manifests.digest = used.digest
                union
                select shown.environment, shown.workload, manifests.id
                from shown cross join lateral unnest(shown.digests) as used (digest)
                join manifests on manifests.config = used.digest
                union
                select shown.environment, shown.workload, tags.manifest
                from shown
                join registries on shown.host = any(registries.hosts)
                join repositories on repositories.registry = registries.id and repositories.name = shown.repository
                join tags on tags.repository = repositories.id and tags.name = shown.tag and tags.gone_at is null
                where shown.digests = '{}' and tags.manifest is not null
            ), running as materialized (
                select * from named
                union
                select named.environment, named.workload, child.id
                from named
                join manifests on manifests.id = named.manifest
                join edges on edges.manifest = manifests.id and edges.kind = 'child'
                join manifests child on child.registry = manifests.registry and child.digest = edges.target
            )
            """;

    /// Builds that say an earlier time say none: there were no images yet.
    private static final Instant BELIEVED = Instant.parse("2013-01-01T00:00:00Z");

    private final Handle handle;
    private final LayerFilter filter;

    LayerQuery(Handle handle, LayerFilter filter) {
        this.handle = handle;
        this.filter = filter;
    }

    /// @param after of the last row: what it is ordered by, its bytes, registry and digest
    Page<Layer> page(List<String> after, int limit) {
        boolean first = after.getFirst().isEmpty();
        boolean byImages = filter.order() == LayerOrder.IMAGES;
        Optional<Old> old = filter.old();
        List<Layer> rows = handle.createQuery(sql(byImages, first))
                .bind("names", Batch.array(filter.registries()))
                .bind("believed", BELIEVED)
                .bind("before", old.map(Old::before).orElse(Instant.EPOCH))
                .bind("newest", old.map(Old::newest).orElse(0))
                .bind("exclusive", filter.exclusive())
                .bind("afterImages", number(after.get(0)))
                .bind("afterBytes", number(after.get(1)))
                .bind("afterRegistry", after.get(2))
                .bind("afterDigest", after.get(3))
                .bind("limit", limit + 1)
                .map((row, _) -> layer(row))
                .list();
        List<Layer> layers = rows.stream().limit(limit).toList();
        return new Page<>(
                layers, rows.size() > limit ? Optional.of(cursor(layers.getLast(), byImages)) : Optional.empty());
    }

    private static Layer layer(ResultSet row) throws SQLException {
        long repositories = row.getLong("repositories");
        return new Layer(
                row.getString("registry"),
                new Digest(row.getString("digest")),
                row.getString("media_type"),
                row.getLong("size"),
                row.getLong("images"),
                repositories,
                repositories == 1 ? Rows.word(row, "first_repository") : Optional.empty(),
                row.getLong("workloads"),
                Rows.time(row, "newest"));
    }

    private static String cursor(Layer last, boolean byImages) {
        return Cursor.of(
                byImages ? String.valueOf(last.images()) : "0",
                String.valueOf(last.bytes()),
                last.registry(),
                last.digest().value());
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static String after(boolean byImages) {
        return byImages ? AFTER.replace("{images}", "holders.images") : UP_TO + AFTER.replace("{images}", "0");
    }

    /// Of each registry as many are taken as a page has, so that the largest are found by their index.
    private String sql(boolean byImages, boolean first) {
        String order = byImages ? "images desc, size desc" : "size desc";
        return "with recursive chosen as materialized (select id, name from registries"
                + " where name = any(cast(:names as text[]))), "
                + (filter.old().isPresent() ? YOUNG : "")
                + RUNNING
                + ", page as materialized (select chosen.name as registry, layers.* from chosen cross join lateral ("
                + "select blobs.id, blobs.digest, blobs.media_type, blobs.size, holders.*"
                + " from blobs cross join lateral (" + HOLDERS + ") holders"
                + " where blobs.registry = chosen.id and holders.images > 0"
                + " and not exists (select from manifests where manifests.config = blobs.digest)"
                + " and (not :exclusive or holders.repositories = 1) "
                + (filter.old().isPresent() ? NOT_YOUNG : "")
                + (first ? "" : after(byImages))
                + " order by " + order + ", blobs.digest limit :limit) layers"
                + " order by " + order + ", registry, digest limit :limit)"
                + " select page.*, (select count(distinct (running.environment, running.workload))"
                + " from manifest_blobs join running on running.manifest = manifest_blobs.manifest"
                + " where manifest_blobs.blob = page.id) as workloads from page"
                + " order by " + order + ", registry, digest";
    }
}
