package dev.regent.store.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What the indexes of a registry list.
final class Children {

    private static final String CHILDREN = """
            select edges.manifest, child.id
            from manifests
            join edges on edges.manifest = manifests.id and edges.kind = 'child'
            join manifests child on child.registry = :registry and child.digest = edges.target
            where manifests.registry = :registry
            """;

    private Children() {}

    /// By index, as far as they are known to the registry; both by their ids.
    static Map<Long, List<Long>> of(Handle handle, long registry) {
        Map<Long, List<Long>> children = new HashMap<>();
        handle.createQuery(CHILDREN)
                .bind("registry", registry)
                .map((row, _) -> Map.entry(row.getLong("manifest"), row.getLong("id")))
                .forEach(edge -> children.computeIfAbsent(edge.getKey(), _ -> new ArrayList<>())
                        .add(edge.getValue()));
        return children;
    }
}
