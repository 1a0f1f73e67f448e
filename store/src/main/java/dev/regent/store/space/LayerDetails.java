package dev.regent.store.space;

import dev.regent.inventory.graph.HeldItem;
import dev.regent.oci.Digest;
import dev.regent.store.space.WastePages.Layer;
import dev.regent.store.sql.Rows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What is told of a few layers of one registry beside who holds them.
final class LayerDetails {

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

    private static final String DETAILS = """
            with chosen as materialized (select id from registries where name = :registry),
            """ + RUNNING + """
            select blobs.id, blobs.digest, blobs.media_type, holders.*,
                (select count(distinct (running.environment, running.workload))
                    from manifest_blobs join running on running.manifest = manifest_blobs.manifest
                    where manifest_blobs.blob = blobs.id) as workloads
            from blobs
            cross join lateral (
                select min(repositories.name) as first_repository,
                    max(case when manifests.created_at >= :believed then manifests.created_at
                        else kept.arrived_at end) as newest
                from manifest_blobs
                join manifests on manifests.id = manifest_blobs.manifest
                join repository_manifests kept on kept.manifest = manifest_blobs.manifest and kept.gone_at is null
                join repositories on repositories.id = kept.repository and repositories.gone_at is null
                where manifest_blobs.blob = blobs.id
            ) holders
            where blobs.id = any(:blobs)
            """;

    /// Builds that say an earlier time say none: there were no images yet.
    static final Instant BELIEVED = Instant.parse("2013-01-01T00:00:00Z");

    private LayerDetails() {}

    /// Those of these blobs that are no configs, in their order.
    static List<HeldItem> layers(Handle handle, List<HeldItem> blobs) {
        Set<Long> configs = new HashSet<>(handle.createQuery("""
                        select blobs.id from blobs
                        where blobs.id = any(:blobs)
                            and exists (select from manifests where manifests.config = blobs.digest)
                        """)
                .bind("blobs", numbers(blobs))
                .mapTo(Long.class)
                .list());
        return blobs.stream()
                .filter(blob -> !configs.contains(GraphContents.number(blob.item())))
                .toList();
    }

    /// By the item's id; one that isn't in the database any more is missing.
    static Map<Long, Layer> of(Handle handle, String registry, Collection<HeldItem> items) {
        Map<Long, HeldItem> byNumber = new HashMap<>();
        items.forEach(item -> byNumber.put(GraphContents.number(item.item()), item));
        Map<Long, Layer> layers = new HashMap<>();
        handle.createQuery(DETAILS)
                .bind("registry", registry)
                .bind("believed", BELIEVED)
                .bind("blobs", numbers(items))
                .map((row, _) -> {
                    HeldItem item = Objects.requireNonNull(byNumber.get(row.getLong("id")));
                    return Map.entry(
                            item.item(),
                            new Layer(
                                    registry,
                                    new Digest(row.getString("digest")),
                                    row.getString("media_type"),
                                    item.bytes(),
                                    item.manifests(),
                                    item.repositories(),
                                    item.repositories() == 1 ? Rows.word(row, "first_repository") : Optional.empty(),
                                    row.getLong("workloads"),
                                    Rows.time(row, "newest")));
                })
                .forEach(layer -> layers.put(layer.getKey(), layer.getValue()));
        return layers;
    }

    private static long[] numbers(Collection<HeldItem> items) {
        return items.stream()
                .mapToLong(item -> GraphContents.number(item.item()))
                .toArray();
    }
}
