package dev.regent.store.space;

import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.store.sql.BinaryRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What manifests say, on its way from the database into a graph. Manifests and blobs have numbers of their own
/// there; in the graph the even ids are manifests' and the odd ones blobs'.
final class GraphContents {

    /// Up to so many new manifests are looked up one by one; if there are more, everything is read.
    private static final int FEW = 5_000;

    /// Blobs that are manifests too, by number: one digest has one id.
    private Map<Long, Long> manifestOfBlob = Map.of();

    /// Digests of children that no look has ever named otherwise, so that they have no number.
    private final Set<String> unnumbered = new HashSet<>();

    static long manifest(long number) {
        return number * 2;
    }

    /// Whether an id is a blob's; of one that is a manifest too it isn't.
    static boolean isBlob(long id) {
        return (id & 1) != 0;
    }

    /// The number in the database of what has this id.
    static long number(long id) {
        return id >> 1;
    }

    private long blob(long number) {
        Long manifest = manifestOfBlob.get(number);
        return manifest == null ? number * 2 + 1 : manifest(manifest);
    }

    /// Whether all has to be read again: much is new, or what was taken as a thing of its own turns out to be another.
    boolean isOutdated(GraphQueries queries, long[] manifests) throws IOException, SQLException {
        return manifests.length > FEW
                || queries.anyHere(unnumbered)
                || !manifestOfBlob
                        .keySet()
                        .containsAll(queries.doubles(manifests).keySet());
    }

    /// A graph of what all these manifests say.
    RegistryGraph all(GraphQueries queries, long[] manifests) throws IOException, SQLException {
        RegistryGraph graph = queries.roomFor(manifests.length);
        manifestOfBlob = queries.doubles();
        read(queries, true, manifests, graph);
        return graph;
    }

    /// Adds what these few manifests say.
    void some(GraphQueries queries, long[] manifests, RegistryGraph graph) throws IOException, SQLException {
        if (manifests.length > 0) {
            read(queries, false, manifests, graph);
        }
    }

    private void read(GraphQueries queries, boolean all, long[] manifests, RegistryGraph graph)
            throws IOException, SQLException {
        String these = all ? "" : " and {manifest} = any('" + GraphQueries.array(manifests) + "')";
        Map<Long, List<Long>> children = children(queries, these, graph);
        try (BinaryRows rows = queries.manifests(all, these)) {
            while (rows.next()) {
                long manifest = rows.number();
                long size = rows.number();
                long[] blobs = rows.numbers();
                // One that is in no repository marks nothing.
                if (Arrays.binarySearch(manifests, manifest) >= 0) {
                    graph.content(manifest(manifest), size, marked(blobs, children.getOrDefault(manifest, List.of())));
                }
            }
        }
        try (BinaryRows rows = queries.blobSizes(these)) {
            while (rows.next()) {
                graph.declared(blob(rows.number()), rows.number());
            }
        }
    }

    private Map<Long, List<Long>> children(GraphQueries queries, String these, RegistryGraph graph)
            throws IOException, SQLException {
        Map<Long, List<Long>> children = new HashMap<>();
        try (BinaryRows rows = queries.children(these)) {
            while (rows.next()) {
                long index = rows.number();
                long child = rows.number(-1);
                long size = rows.number(0);
                String digest = rows.text().orElseThrow();
                if (child < 0) {
                    unnumbered.add(digest);
                } else {
                    graph.declared(manifest(child), size);
                    children.computeIfAbsent(index, _ -> new ArrayList<>()).add(manifest(child));
                }
            }
        }
        return children;
    }

    private long[] marked(long[] blobs, List<Long> children) {
        long[] marked = Arrays.copyOf(blobs, blobs.length + children.size());
        for (int each = 0; each < blobs.length; each++) {
            marked[each] = blob(blobs[each]);
        }
        for (int each = 0; each < children.size(); each++) {
            marked[blobs.length + each] = children.get(each);
        }
        return marked;
    }
}
