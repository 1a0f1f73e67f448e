package dev.regent.store.space;

import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.BinaryRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What a graph is read from.
final class GraphQueries {

    private final Handle handle;
    private final String name;
    private final long registry;

    GraphQueries(Handle handle, String registry) {
        this.handle = handle;
        this.name = registry;
        this.registry = handle.createQuery("select id from registries where name = :name")
                .bind("name", registry)
                .mapTo(Long.class)
                .findOne()
                .orElse(-1L);
    }

    /// Another one after every change of what the registry has: each writes the registry's row anew. Empty if there
    /// is no such registry.
    String version() {
        return handle.createQuery("select xmin::text from registries where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    Memberships memberships() throws IOException, SQLException {
        String sql = """
                select kept.repository, kept.manifest
                from repository_manifests kept
                join repositories on repositories.id = kept.repository and repositories.gone_at is null
                join manifests on manifests.id = kept.manifest and manifests.media_type is not null
                where repositories.registry = %d and kept.gone_at is null
                order by 1, 2
                """.formatted(registry);
        Memberships members = new Memberships();
        try (BinaryRows rows = new BinaryRows(handle, sql)) {
            while (rows.next()) {
                members.add(rows.number(), rows.number());
            }
        }
        return members;
    }

    /// Number, size, and the numbers of blobs.
    ///
    /// @param all reads the links of all manifests at once, instead of those of each by itself
    /// @param these a condition on `{manifest}`, or nothing
    BinaryRows manifests(boolean all, String these) throws IOException, SQLException {
        String links = all
                ? "(select manifest, array_agg(blob) as blobs from manifest_blobs group by manifest) links"
                        + " on links.manifest = manifests.id"
                : "lateral (select array_agg(blob) as blobs from manifest_blobs where manifest = manifests.id) links"
                        + " on true";
        return new BinaryRows(
                handle,
                "select manifests.id, manifests.size, links.blobs from manifests left join " + links
                        + " where manifests.registry = " + registry + " and manifests.media_type is not null"
                        + these.replace("{manifest}", "manifests.id"));
    }

    /// Numbers of an index and of a child, or null; the child's size, and its digest.
    BinaryRows children(String these) throws IOException, SQLException {
        return new BinaryRows(handle, """
                select manifests.id, children.id, children.size, edges.target
                from edges
                join manifests on manifests.id = edges.manifest
                left join manifests children on children.registry = manifests.registry
                    and children.digest = edges.target
                where edges.kind = 'child' and manifests.registry = %d
                """.formatted(registry) + these.replace("{manifest}", "manifests.id"));
    }

    /// Number and size. A blob's size grows only when another manifest declares it, so those of new manifests are
    /// all that can have changed.
    BinaryRows blobSizes(String these) throws IOException, SQLException {
        String some = these.isEmpty()
                ? ""
                : " and id in (select blob from manifest_blobs where true"
                        + these.replace("{manifest}", "manifest_blobs.manifest") + ")";
        return new BinaryRows(handle, "select id, size from blobs where registry = " + registry + some);
    }

    /// Manifests by the numbers of the blobs that have the same digests.
    Map<Long, Long> doubles() throws IOException, SQLException {
        return doubles("");
    }

    /// Those among these manifests, or among what they mark.
    Map<Long, Long> doubles(long[] manifests) throws IOException, SQLException {
        if (manifests.length == 0) {
            return Map.of();
        }
        String these = " = any('" + array(manifests) + "')";
        Map<Long, Long> doubles = doubles(" and manifests.id" + these);
        doubles.putAll(doubles(" and blobs.id in (select blob from manifest_blobs where manifest" + these + ")"));
        return doubles;
    }

    private Map<Long, Long> doubles(String condition) throws IOException, SQLException {
        String sql = """
                select blobs.id, manifests.id
                from blobs join manifests on manifests.registry = blobs.registry and manifests.digest = blobs.digest
                where blobs.registry = %d
                """.formatted(registry) + condition;
        Map<Long, Long> doubles = new HashMap<>();
        try (BinaryRows rows = new BinaryRows(handle, sql)) {
            while (rows.next()) {
                doubles.put(rows.number(), rows.number());
            }
        }
        return doubles;
    }

    /// Whether a manifest with one of these digests has a number.
    boolean anyHere(Collection<String> digests) {
        return !digests.isEmpty()
                && handle.createQuery("""
                                select exists (select 1 from manifests
                                    where registry = :registry and digest = any(cast(:digests as text[])))
                                """)
                        .bind("registry", registry)
                        .bind("digests", Batch.array(digests))
                        .mapTo(Boolean.class)
                        .one();
    }

    RegistryGraph roomFor(int manifests) {
        int blobs = Math.toIntExact(handle.createQuery("select count(*) from blobs where registry = :registry")
                .bind("registry", registry)
                .mapTo(Long.class)
                .one());
        return new RegistryGraph(0, manifests, blobs, 0);
    }

    static String array(long[] numbers) {
        return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
