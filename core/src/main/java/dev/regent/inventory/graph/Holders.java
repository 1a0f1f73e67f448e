package dev.regent.inventory.graph;

import java.util.stream.IntStream;

/// Which items are marked by how many repositories, in one pass over all edges.
final class Holders {

    /// By item: how many repositories mark it, and which was met last: its place in the order, from one.
    final int[] count;

    final int[] last;

    /// By place in the order: what the repository marks, each item once, in bytes.
    final long[] marked;

    /// @param order numbers of those that count
    Holders(Rows graph, Members[] members, int[] order) {
        count = new int[graph.items()];
        last = new int[graph.items()];
        marked = new long[order.length];
        for (int place = 0; place < order.length; place++) {
            count(graph, members[order[place]], place);
        }
    }

    Holders(Rows graph, int repositories) {
        this(graph, graph.members(), IntStream.range(0, repositories).toArray());
    }

    private void count(Rows graph, Members here, int place) {
        int visit = place + 1;
        int[] rows = graph.rows();
        long[] sizes = graph.sizes();
        long bytes = 0;
        for (int each = 0; each < here.size(); each++) {
            int row = graph.rowOf()[here.get(each)];
            int first = row + RegistryGraph.FIRST;
            for (int edge = first, end = first + rows[row + RegistryGraph.LENGTH]; edge < end; edge++) {
                int item = rows[edge];
                if (last[item] != visit) {
                    last[item] = visit;
                    count[item]++;
                    bytes += sizes[item];
                }
            }
        }
        marked[place] = bytes;
    }
}
