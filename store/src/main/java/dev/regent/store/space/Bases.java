package dev.regent.store.space;

import dev.regent.store.space.StorageShare.Base;
import dev.regent.store.space.StorageShare.Known;
import dev.regent.store.sql.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// On what the images of one registry are built. An annotation counts before layers do. A layer is known as a base once
/// two images have it lowest; what an index lists decides for the index.
final class Bases {

    private static final int NESTED = 16;

    /// @param name as an annotation says it
    record Key(Known known, Optional<String> name, Optional<String> digest) {
        static final Key NONE = new Key(Known.NONE, Optional.empty(), Optional.empty());
        static final Key OWN = new Key(Known.OWN, Optional.empty(), Optional.empty());
    }

    private record Row(
            long id, Optional<String> name, Optional<String> digest, Optional<String> layer, boolean alone) {}

    private final Handle handle;
    private final long registry;
    private final List<Key> keys = new ArrayList<>();
    private final Map<Key, Long> numbers = new HashMap<>();
    private final Map<Long, Set<Long>> ofManifest = new HashMap<>();
    private final Map<Long, List<Long>> children = new LinkedHashMap<>();

    Bases(Handle handle, long registry) {
        this.handle = handle;
        this.registry = registry;
        load();
        for (int depth = 0; depth < NESTED && spread(); depth++) {
            // An index over indexes knows once these do.
        }
    }

    private static final String MANIFESTS = """
            select manifests.id, manifests.base_name, manifests.base_digest,
                case when manifests.artifact_type is null and manifests.subject is null
                    then manifests.bottom_layer end as layer,
                count(*) over (partition by manifests.bottom_layer) < 2 as alone
            from manifests
            where manifests.registry = :registry and exists (
                select from repository_manifests kept where kept.manifest = manifests.id and kept.gone_at is null)
            """;

    private static final String JUST_THAT = """
            select distinct on (manifests.bottom_layer) manifests.bottom_layer, repositories.name
            from manifests
            join repository_manifests kept on kept.manifest = manifests.id and kept.gone_at is null
            join repositories on repositories.id = kept.repository
            where manifests.registry = :registry and manifests.layers = 1 and manifests.artifact_type is null
            order by manifests.bottom_layer, repositories.name
            """;

    private void load() {
        handle.createQuery(MANIFESTS)
                .bind("registry", registry)
                .map((row, _) -> row(row))
                .forEach(row -> key(row).ifPresent(key -> add(row.id(), number(key))));
        children.putAll(Children.of(handle, registry));
        children.keySet().removeIf(ofManifest::containsKey);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                Rows.word(row, "base_name"),
                Rows.word(row, "base_digest"),
                Rows.word(row, "layer"),
                row.getBoolean("alone"));
    }

    private static Optional<Key> key(Row row) {
        if (row.name().isPresent()) {
            return Optional.of(new Key(Known.ANNOTATION, row.name(), Optional.empty()));
        }
        if (row.digest().isPresent()) {
            return Optional.of(new Key(Known.ANNOTATION, Optional.empty(), row.digest()));
        }
        return row.layer().map(_ -> row.alone() ? Key.OWN : new Key(Known.LAYER, Optional.empty(), row.layer()));
    }

    private boolean spread() {
        boolean more = false;
        for (Map.Entry<Long, List<Long>> index : children.entrySet()) {
            for (long child : index.getValue()) {
                for (long key : Set.copyOf(ofManifest.getOrDefault(child, Set.of()))) {
                    more |= add(index.getKey(), key);
                }
            }
        }
        return more;
    }

    private boolean add(long manifest, long key) {
        return ofManifest.computeIfAbsent(manifest, _ -> new LinkedHashSet<>()).add(key);
    }

    private long number(Key key) {
        return numbers.computeIfAbsent(key, added -> {
            keys.add(added);
            return (long) keys.size() - 1;
        });
    }

    long[] of(long manifest) {
        Set<Long> known = ofManifest.getOrDefault(manifest, Set.of());
        return known.isEmpty()
                ? new long[] {number(Key.NONE)}
                : known.stream().mapToLong(Long::longValue).toArray();
    }

    Key key(long number) {
        return keys.get((int) number);
    }

    /// By layer: a repository that has an image of nothing but it.
    Map<String, String> repositories() {
        Map<String, String> repositories = new HashMap<>();
        handle.createQuery(JUST_THAT)
                .bind("registry", registry)
                .map((row, _) -> Map.entry(row.getString("bottom_layer"), row.getString("name")))
                .forEach(entry -> repositories.put(entry.getKey(), entry.getValue()));
        return repositories;
    }

    static Base shown(Key key, Map<String, String> repositories) {
        return new Base(
                key.known(),
                key.digest(),
                key.known() == Known.LAYER
                        ? key.digest().flatMap(layer -> Optional.ofNullable(repositories.get(layer)))
                        : Optional.empty());
    }
}
