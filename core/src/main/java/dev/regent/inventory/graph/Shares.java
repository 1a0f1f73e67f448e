package dev.regent.inventory.graph;

/// Divides what is stored among repositories, in two passes over all edges: who marks what, then who gets how much.
final class Shares {

    /// By place in the order that was given.
    final long[] marked;

    final long[] exclusive;
    final long[] attributed;

    private final Arrays graph;
    private final int[] order;

    /// By item: by how many repositories it is marked, how many of these were met in the second pass, and in which
    /// pass and repository it was met last.
    private final int[] holders;

    private final int[] met;
    private final int[] last;

    /// What a [RegistryGraph] has, as it has it: nothing is copied.
    @SuppressWarnings("ArrayRecordComponent") // to be read, not compared
    record Arrays(long[] sizes, int[] rowOf, int[] rows, Members[] members) {}

    /// @param order numbers of the repositories; what is left of a division goes to the first
    Shares(Arrays graph, int items, int[] order) {
        this.graph = graph;
        this.order = order;
        marked = new long[order.length];
        exclusive = new long[order.length];
        attributed = new long[order.length];
        holders = new int[items];
        met = new int[items];
        last = new int[items];
        for (int place = 0; place < order.length; place++) {
            count(place);
        }
        for (int item = 0; item < items; item++) {
            if (holders[item] == 1) {
                exclusive[last[item] - 1] += graph.sizes[item];
            }
        }
        for (int place = 0; place < order.length; place++) {
            attributed[place] += exclusive[place];
            deal(place);
        }
    }

    private void count(int place) {
        int visit = place + 1;
        Members here = graph.members[order[place]];
        int[] rows = graph.rows;
        long bytes = 0;
        for (int each = 0; each < here.size(); each++) {
            int row = graph.rowOf[here.get(each)];
            int first = row + RegistryGraph.FIRST;
            for (int edge = first, end = first + rows[row + RegistryGraph.LENGTH]; edge < end; edge++) {
                int item = rows[edge];
                if (last[item] != visit) {
                    last[item] = visit;
                    holders[item]++;
                    bytes += graph.sizes[item];
                }
            }
        }
        marked[place] = bytes;
    }

    private void deal(int place) {
        int visit = order.length + place + 1;
        Members here = graph.members[order[place]];
        int[] rows = graph.rows;
        for (int each = 0; each < here.size(); each++) {
            int row = graph.rowOf[here.get(each)];
            int first = row + RegistryGraph.FIRST;
            for (int edge = first, end = first + rows[row + RegistryGraph.LENGTH]; edge < end; edge++) {
                int item = rows[edge];
                if (holders[item] > 1 && last[item] != visit) {
                    last[item] = visit;
                    long share = graph.sizes[item] / holders[item];
                    long left = graph.sizes[item] % holders[item];
                    attributed[place] += met[item]++ < left ? share + 1 : share;
                }
            }
        }
    }
}
