package dev.regent.store.estate;

import dev.regent.inventory.graph.RegistryGraph;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What one registry holds, as it is kept, made into a graph.
final class StoredGraph {

    private static final int ROWS_AT_ONCE = 10_000;

    private static final String CONTENTS = """
            with present as (
                select distinct kept.manifest
                from repositories join repository_manifests kept on kept.repository = repositories.id
                where repositories.registry = :registry and repositories.gone_at is null and kept.gone_at is null
            )
            select manifests.id, manifests.size,
                array(select blob from manifest_blobs where manifest = manifests.id) as blobs,
                case when manifests.kind = 'index' then array(
                    select child.id
                    from edges join manifests child on child.registry = :registry and child.digest = edges.target
                    where edges.manifest = manifests.id and edges.kind = 'child') end as children
            from present join manifests on manifests.id = present.manifest
            """;

    private static final String BLOBS = """
            select blobs.id, blobs.size, manifests.id as manifest
            from blobs
            left join manifests on manifests.registry = blobs.registry and manifests.digest = blobs.digest
            where blobs.registry = :registry
            """;

    private static final String MEMBERS = """
            select kept.repository, kept.manifest, coalesce(pointing.tags, 0) as tags
            from repositories join repository_manifests kept on kept.repository = repositories.id
            left join (
                select tags.repository, tags.manifest, count(*) as tags
                from tags join repositories on repositories.id = tags.repository
                where repositories.registry = :registry and tags.gone_at is null
                group by tags.repository, tags.manifest
            ) pointing on pointing.repository = kept.repository and pointing.manifest = kept.manifest
            where repositories.registry = :registry and repositories.gone_at is null and kept.gone_at is null
            """;

    private final Handle handle;
    private final long registry;

    /// A manifest in a repository, and how many of its tags point at it.
    record Placed(long repository, long manifest, long tags) {}

    /// Which of several a manifest counts for.
    interface Groups {
        long[] of(Placed placed);
    }

    /// How much each of several holds.
    ///
    /// @param tags by the group
    /// @param graph each group stands in it as a repository would
    record Grouped(RegistryGraph graph, Map<Long, Long> tags) {
        Grouped {
            tags = Map.copyOf(tags);
        }
    }

    StoredGraph(Handle handle, long registry) {
        this.handle = handle;
        this.registry = registry;
    }

    Grouped by(Groups groups) {
        RegistryGraph graph = contents();
        Map<Long, Long> tags = new HashMap<>();
        for (Placed placed : members()) {
            for (long group : groups.of(placed)) {
                graph.put(group, item(placed.manifest()));
                tags.merge(group, placed.tags(), Long::sum);
            }
        }
        return new Grouped(graph, tags);
    }

    /// The name of a manifest in the graph. Blobs have the numbers between, but for those that are manifests too.
    static long item(long manifest) {
        return 2 * manifest;
    }

    private RegistryGraph contents() {
        RegistryGraph graph = new RegistryGraph();
        Map<Long, Long> both = new HashMap<>();
        handle.createQuery(BLOBS)
                .bind("registry", registry)
                .setFetchSize(ROWS_AT_ONCE)
                .map((row, _) -> {
                    long blob = row.getLong("id");
                    Long manifest = Rows.number(row, "manifest");
                    if (manifest != null) {
                        both.put(blob, item(manifest));
                    }
                    graph.declared(both.getOrDefault(blob, 2 * blob + 1), row.getLong("size"));
                    return blob;
                })
                .forEach(_ -> {});
        handle.createQuery(CONTENTS)
                .bind("registry", registry)
                .setFetchSize(ROWS_AT_ONCE)
                .map((row, _) -> {
                    List<Long> marked = new ArrayList<>();
                    for (long blob : numbers(row, "blobs")) {
                        marked.add(both.getOrDefault(blob, 2 * blob + 1));
                    }
                    for (long child : numbers(row, "children")) {
                        marked.add(item(child));
                    }
                    graph.content(
                            item(row.getLong("id")),
                            row.getLong("size"),
                            marked.stream().mapToLong(Long::longValue).toArray());
                    return marked.size();
                })
                .forEach(_ -> {});
        return graph;
    }

    private List<Placed> members() {
        return handle.createQuery(MEMBERS)
                .bind("registry", registry)
                .setFetchSize(ROWS_AT_ONCE)
                .map((row, _) -> new Placed(row.getLong("repository"), row.getLong("manifest"), row.getLong("tags")))
                .list();
    }

    private static Long[] numbers(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? new Long[0] : (Long[]) array.getArray();
    }
}
