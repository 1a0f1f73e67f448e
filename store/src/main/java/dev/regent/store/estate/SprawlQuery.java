package dev.regent.store.estate;

import dev.regent.inventory.graph.Member;
import dev.regent.store.estate.WastePages.Sprawl;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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

    private static final String UNTAGGED = """
            select kept.repository, kept.manifest, verdicts.tags = '{}' as untagged
            from verdicts
            join repositories on repositories.registry = verdicts.registry and repositories.name = verdicts.repository
            join manifests on manifests.registry = verdicts.registry and manifests.digest = verdicts.digest
            join repository_manifests kept on kept.repository = repositories.id and kept.manifest = manifests.id
            where verdicts.registry = :registry and verdicts.role = 'image' and kept.gone_at is null
            """;

    private static final String CHILDREN = """
            select edges.manifest, child.id
            from manifests
            join edges on edges.manifest = manifests.id and edges.kind = 'child'
            join manifests child on child.registry = :registry and child.digest = edges.target
            where manifests.registry = :registry
            """;

    private record Untagged(long images, long bytes) {}

    private SprawlQuery() {}

    static List<Sprawl> sprawl(Handle handle, Collection<String> registries, Instant before) {
        List<Sprawl> all = new ArrayList<>();
        for (String registry : registries) {
            Map<Long, Untagged> untagged = untagged(handle, registry);
            boolean seen = isVolumeRead(handle, registry);
            handle.createQuery(COUNTS)
                    .bind("registry", registry)
                    .bind("before", before)
                    .map((row, _) -> {
                        Untagged here = untagged.getOrDefault(row.getLong("id"), new Untagged(0, 0));
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
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingLong(Sprawl::surplusTags)
                .thenComparingLong(sprawl -> sprawl.untaggedBytes().orElse(0))
                .thenComparingLong(Sprawl::tags)
                .reversed()
                .thenComparing(Sprawl::registry)
                .thenComparing(Sprawl::repository));
        return all;
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

    private static Map<Long, Untagged> untagged(Handle handle, String name) {
        Map<Long, Untagged> untagged = new HashMap<>();
        handle.createQuery("select id from registries where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(registry -> untagged.putAll(untagged(handle, registry)));
        return untagged;
    }

    private static Map<Long, Untagged> untagged(Handle handle, long registry) {
        Map<Long, Set<Long>> without = new HashMap<>();
        Map<Long, Set<Long>> with = new HashMap<>();
        handle.createQuery(UNTAGGED)
                .bind("registry", registry)
                .map((row, _) -> {
                    (row.getBoolean("untagged") ? without : with)
                            .computeIfAbsent(row.getLong("repository"), _ -> new HashSet<>())
                            .add(row.getLong("manifest"));
                    return true;
                })
                .forEach(_ -> {});
        if (without.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<Long>> children = new HashMap<>();
        handle.createQuery(CHILDREN)
                .bind("registry", registry)
                .map((row, _) -> Map.entry(row.getLong("manifest"), row.getLong("id")))
                .forEach(edge -> children.computeIfAbsent(edge.getKey(), _ -> new ArrayList<>())
                        .add(edge.getValue()));
        var graph = new StoredGraph(handle, registry)
                .by(placed -> new long[] {placed.repository()})
                .graph();
        Map<Long, Untagged> untagged = new HashMap<>();
        without.forEach((repository, images) -> {
            Set<Long> gone = reached(images, children);
            gone.removeAll(reached(with.getOrDefault(repository, Set.of()), children));
            List<Member> members = gone.stream()
                    .map(manifest -> new Member(repository, StoredGraph.item(manifest)))
                    .toList();
            untagged.put(
                    repository,
                    new Untagged(images.size(), graph.without(members).freed()));
        });
        return untagged;
    }

    private static Set<Long> reached(Set<Long> from, Map<Long, List<Long>> children) {
        Set<Long> reached = new HashSet<>(from);
        ArrayDeque<Long> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            for (long child : children.getOrDefault(next.pop(), List.of())) {
                if (reached.add(child)) {
                    next.push(child);
                }
            }
        }
        return reached;
    }
}
