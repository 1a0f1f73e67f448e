package dev.regent.inventory.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Divides what is stored among repositories, in two passes over all edges: who marks what, then who gets how much.
final class Shares {

    private final Rows graph;
    private final Members[] members;
    private final int[] order;
    private final Holders holders;

    /// By place in the order that was given.
    private final long[] exclusive;

    private final long[] attributed;

    /// By item: how many repositories that mark it were met in the second pass.
    private final int[] met;

    /// What each that has a manifest holds, by the ids.
    ///
    /// @param members by number what each has
    static List<RepositoryBytes> of(Rows graph, Numbers ids, Members[] members) {
        int[] order = IntStream.range(0, ids.size())
                .filter(number -> members[number].size() > 0)
                .boxed()
                .sorted(Comparator.comparingLong(ids::id))
                .mapToInt(Integer::intValue)
                .toArray();
        Shares shares = new Shares(graph, members, order);
        List<RepositoryBytes> bytes = new ArrayList<>(order.length);
        for (int place = 0; place < order.length; place++) {
            bytes.add(new RepositoryBytes(
                    ids.id(order[place]),
                    members[order[place]].size(),
                    shares.holders.marked[place],
                    shares.exclusive[place],
                    shares.attributed[place]));
        }
        return bytes;
    }

    /// @param order what is left of a division goes to the first
    private Shares(Rows graph, Members[] members, int[] order) {
        this.graph = graph;
        this.members = members;
        this.order = order;
        holders = new Holders(graph, members, order);
        exclusive = new long[order.length];
        attributed = new long[order.length];
        met = new int[graph.items()];
        for (int item = 0; item < graph.items(); item++) {
            if (holders.count[item] == 1) {
                exclusive[holders.last[item] - 1] += graph.sizes()[item];
            }
        }
        for (int place = 0; place < order.length; place++) {
            attributed[place] += exclusive[place];
            deal(place);
        }
    }

    private void deal(int place) {
        int visit = order.length + place + 1;
        Members here = members[order[place]];
        int[] rows = graph.rows();
        long[] sizes = graph.sizes();
        int[] last = holders.last;
        int[] count = holders.count;
        for (int each = 0; each < here.size(); each++) {
            int row = graph.rowOf()[here.get(each)];
            int first = row + RegistryGraph.FIRST;
            for (int edge = first, end = first + rows[row + RegistryGraph.LENGTH]; edge < end; edge++) {
                int item = rows[edge];
                if (count[item] > 1 && last[item] != visit) {
                    last[item] = visit;
                    long share = sizes[item] / count[item];
                    long left = sizes[item] % count[item];
                    attributed[place] += met[item]++ < left ? share + 1 : share;
                }
            }
        }
    }
}
