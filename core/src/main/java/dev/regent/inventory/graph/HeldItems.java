package dev.regent.inventory.graph;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Items by who marks them, in one pass over all edges and one over all items.
final class HeldItems {

    private final Rows graph;
    private final int[] marks;
    private final Numbers items;

    private final Holders holders;

    /// @param marks by item: how many manifests mark it
    HeldItems(Rows graph, int[] marks, Numbers items, int repositories) {
        this.graph = graph;
        this.marks = marks;
        this.items = items;
        holders = new Holders(graph, repositories);
    }

    List<HeldItem> first(HeldItem.Wanted wanted, long[] unlessMarkedBy) {
        Comparator<HeldItem> places = wanted.order().places();
        PriorityQueue<HeldItem> kept = new PriorityQueue<>(places.reversed());
        BitSet leftOut = leftOut(unlessMarkedBy);
        for (int number = 0; number < graph.items(); number++) {
            if (marks[number] == 0
                    || (wanted.exclusive() && holders.count[number] != 1)
                    || leftOut.get(number)
                    || !wanted.ids().test(items.id(number))) {
                continue;
            }
            HeldItem item = new HeldItem(items.id(number), graph.sizes()[number], marks[number], holders.count[number]);
            if (wanted.after().isPresent()
                    && places.compare(item, wanted.after().get()) <= 0) {
                continue;
            }
            if (kept.size() < wanted.count()) {
                kept.add(item);
            } else if (wanted.count() > 0 && places.compare(item, kept.element()) < 0) {
                kept.remove();
                kept.add(item);
            }
        }
        return kept.stream().sorted(places).toList();
    }

    private BitSet leftOut(long[] manifests) {
        BitSet marked = new BitSet(graph.items());
        for (long id : manifests) {
            int manifest = items.find(id);
            if (manifest >= 0 && graph.rowOf()[manifest] != RegistryGraph.NO_ROW) {
                int row = graph.rowOf()[manifest];
                int first = row + RegistryGraph.FIRST;
                for (int edge = first, end = first + graph.rows()[row + RegistryGraph.LENGTH]; edge < end; edge++) {
                    marked.set(graph.rows()[edge]);
                }
            }
        }
        return marked;
    }
}
