package dev.regent.store.space;

import dev.regent.store.space.WastePages.Old;
import dev.regent.store.sql.BinaryRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What young images hold: they themselves, what they list, and what belongs to one of these. What was not judged is
/// young: nobody knows that it is old.
final class YoungImages {

    /// Seconds since 1970, or null of what no verdict is known.
    private static final String AGES = """
            select repositories.id, kept.manifest,
                extract(epoch from case when verdicts.digest is null then null
                    when verdicts.built >= '{believed}' then verdicts.built else kept.arrived_at end)::bigint
            from repositories
            join repository_manifests kept on kept.repository = repositories.id and kept.gone_at is null
            join manifests on manifests.id = kept.manifest
            left join verdicts on verdicts.registry = repositories.registry
                and verdicts.repository = repositories.name and verdicts.digest = manifests.digest
            where repositories.registry = {registry} and (verdicts.digest is null or verdicts.role = 'image')
            order by repositories.id
            """;

    /// What is held by what.
    private static final String HELD = """
            select edges.manifest, child.id
            from manifests
            join edges on edges.manifest = manifests.id and edges.kind = 'child'
            join manifests child on child.registry = manifests.registry and child.digest = edges.target
            where manifests.registry = {registry}
            union all
            select subject.id, edges.manifest
            from manifests
            join edges on edges.manifest = manifests.id and edges.kind = 'subject'
            join manifests subject on subject.registry = manifests.registry and subject.digest = edges.target
            where manifests.registry = {registry}
            """;

    private final Handle handle;
    private final long registry;

    private record Aged(long manifest, long built) {}

    YoungImages(Handle handle, String registry) {
        this.handle = handle;
        this.registry = handle.createQuery("select id from registries where name = :name")
                .bind("name", registry)
                .mapTo(Long.class)
                .findOne()
                .orElse(-1L);
    }

    /// Numbers of manifests.
    long[] of(Old old) {
        try {
            Set<Long> young = young(old);
            Map<Long, List<Long>> held = held();
            ArrayDeque<Long> next = new ArrayDeque<>(young);
            while (!next.isEmpty()) {
                for (long each : held.getOrDefault(next.pop(), List.of())) {
                    if (young.add(each)) {
                        next.push(each);
                    }
                }
            }
            return young.stream().mapToLong(Long::longValue).toArray();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("read the ages of a registry's images: " + e.getMessage(), e);
        }
    }

    private Set<Long> young(Old old) throws IOException, SQLException {
        Set<Long> young = new HashSet<>();
        long before = old.before().getEpochSecond();
        List<Aged> here = new ArrayList<>();
        long repository = -1;
        try (BinaryRows rows = new BinaryRows(handle, sql(AGES))) {
            while (rows.next()) {
                long of = rows.number();
                long manifest = rows.number();
                long built = rows.number(Long.MAX_VALUE);
                if (of != repository) {
                    addNewest(here, old.newest(), young);
                    here.clear();
                    repository = of;
                }
                if (built != Long.MAX_VALUE) {
                    here.add(new Aged(manifest, built));
                }
                if (built >= before) {
                    young.add(manifest);
                }
            }
        }
        addNewest(here, old.newest(), young);
        return young;
    }

    private String sql(String of) {
        return of.replace("{registry}", String.valueOf(registry))
                .replace("{believed}", LayerDetails.BELIEVED.toString());
    }

    private static void addNewest(List<Aged> here, int newest, Set<Long> young) {
        here.stream()
                .sorted(Comparator.comparingLong(Aged::built)
                        .thenComparingLong(Aged::manifest)
                        .reversed())
                .limit(newest)
                .forEach(each -> young.add(each.manifest()));
    }

    private Map<Long, List<Long>> held() throws IOException, SQLException {
        Map<Long, List<Long>> held = new HashMap<>();
        try (BinaryRows rows = new BinaryRows(handle, sql(HELD))) {
            while (rows.next()) {
                held.computeIfAbsent(rows.number(), _ -> new ArrayList<>(3)).add(rows.number());
            }
        }
        return held;
    }
}
