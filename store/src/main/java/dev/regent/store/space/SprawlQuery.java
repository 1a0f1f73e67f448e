package dev.regent.store.space;

import dev.regent.store.space.WastePages.Sprawl;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/// How repositories are tagged, and what is not.
final class SprawlQuery {

    private static final String COUNTS = """
            with ordinary as (
                select tags.repository, tags.manifest, count(*) as tags,
                    count(*) filter (where tags.moved_at is null and tags.first_seen < :before) as unmoved
                from registries
                join repositories on repositories.registry = registries.id and repositories.gone_at is null
                join tags on tags.repository = repositories.id and tags.gone_at is null
                where registries.name = :registry and tags.name !~ '^sha256-[0-9a-f]{64}(\\.(sig|att|sbom))?$'
                group by tags.repository, tags.manifest
            ), tagged as (
                select repository, sum(tags) as tags, count(manifest) as manifests, max(tags) as most,
                    sum(unmoved) as unmoved,
                    coalesce(sum(tags - 1) filter (where manifest is not null), 0) as surplus
                from ordinary group by repository
            ), repeated as (
                select kept.repository, sum(manifests.repeated_layers) as layers, sum(manifests.repeated_bytes) as bytes
                from registries
                join repositories on repositories.registry = registries.id and repositories.gone_at is null
                join repository_manifests kept on kept.repository = repositories.id and kept.gone_at is null
                join manifests on manifests.id = kept.manifest
                where registries.name = :registry group by kept.repository
            )
            select repositories.id, repositories.name, tagged.*, repeated.layers, repeated.bytes
            from registries
            join repositories on repositories.registry = registries.id and repositories.gone_at is null
            left join tagged on tagged.repository = repositories.id
            left join repeated on repeated.repository = repositories.id
            where registries.name = :registry
            """;

    private SprawlQuery() {}

    static List<Sprawl> sprawl(
            Handle handle, String registry, Map<Long, UntaggedImages.Held> untagged, Instant before) {
        boolean seen = isVolumeRead(handle, registry);
        return handle.createQuery(COUNTS)
                .bind("registry", registry)
                .bind("before", before)
                .map((row, _) -> {
                    UntaggedImages.Held here = untagged.getOrDefault(row.getLong("id"), UntaggedImages.NONE);
                    return new Sprawl(
                            registry,
                            row.getString("name"),
                            row.getLong("tags"),
                            row.getLong("manifests"),
                            row.getLong("surplus"),
                            row.getLong("most"),
                            row.getLong("unmoved"),
                            seen ? OptionalLong.of(here.images()) : OptionalLong.empty(),
                            seen ? OptionalLong.of(here.bytes()) : OptionalLong.empty(),
                            row.getLong("layers"),
                            row.getLong("bytes"));
                })
                .list();
    }

    /// Those with the most tags to spare first.
    static List<Sprawl> sorted(Collection<Sprawl> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Sprawl::surplusTags)
                        .thenComparingLong(sprawl -> sprawl.untaggedBytes().orElse(0))
                        .thenComparingLong(Sprawl::tags)
                        .reversed()
                        .thenComparing(Sprawl::registry)
                        .thenComparing(Sprawl::repository))
                .toList();
    }

    /// Over `/v2/` nothing leads to an image without a tag.
    private static boolean isVolumeRead(Handle handle, String registry) {
        return handle.createQuery("""
                        select exists (
                            select from leftovers join registries on registries.id = leftovers.registry
                            where registries.name = :registry)
                        """)
                .bind("registry", registry)
                .mapTo(Boolean.class)
                .one();
    }
}
