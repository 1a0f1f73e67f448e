package dev.regent.store.space;

import dev.regent.inventory.graph.HeldItem;
import dev.regent.store.Database;
import dev.regent.store.estate.Page;
import dev.regent.store.space.WastePages.Layer;
import dev.regent.store.space.WastePages.LayerFilter;
import dev.regent.store.space.WastePages.LayerOrder;
import dev.regent.store.sql.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Layers with who holds them, page by page: which they are the graph of each registry says, what they are the
/// database.
final class LayerPages {

    private final Database database;
    private final Graphs graphs;
    private final LayerFilter filter;
    private final HeldItem.Order order;
    private final Comparator<Found> places;

    private record Found(String registry, HeldItem item) {}

    LayerPages(Database database, Graphs graphs, LayerFilter filter) {
        this.database = database;
        this.graphs = graphs;
        this.filter = filter;
        this.order = filter.order() == LayerOrder.IMAGES ? HeldItem.Order.MANIFESTS : HeldItem.Order.BYTES;
        this.places = Comparator.comparing(Found::item, order.largest())
                .thenComparing(Found::registry)
                .thenComparingLong(found -> found.item().item());
    }

    /// @param after of the last row: its images, bytes, registry and id
    Page<Layer> page(List<String> after, int limit) {
        List<Found> found = new ArrayList<>();
        for (String registry : filter.registries()) {
            found.addAll(first(registry, start(after, registry), limit + 1));
        }
        List<Found> page = found.stream().sorted(places).limit(limit).toList();
        return new Page<>(layers(page), found.size() > limit ? Optional.of(cursor(page.getLast())) : Optional.empty());
    }

    /// Where a registry's part goes on. Of what is as large as the last row, that of registries before it was listed.
    private static Optional<HeldItem> start(List<String> after, String registry) {
        if (after.getFirst().isEmpty()) {
            return Optional.empty();
        }
        int other = registry.compareTo(after.get(2));
        long id = other == 0 ? Cursor.number(after.get(3)) : other < 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        return Optional.of(new HeldItem(id, Cursor.number(after.get(1)), (int) Cursor.number(after.getFirst()), 0));
    }

    private List<Found> first(String registry, Optional<HeldItem> after, int count) {
        long[] young = filter.old()
                .map(old -> database.inTransaction(handle -> new YoungImages(handle, registry).of(old)))
                .orElse(new long[0]);
        List<Found> found = new ArrayList<>();
        Optional<HeldItem> last = after;
        // Among small blobs most are configs: each round asks for twice as many.
        for (int asked = count; found.size() < count; asked *= 2) {
            Optional<HeldItem> from = last;
            int wanted = asked;
            List<HeldItem> blobs =
                    graphs.ask(registry, graph -> graph.blobs(order, filter.exclusive(), from, wanted, young));
            database.inTransaction(handle -> LayerDetails.layers(handle, blobs)).stream()
                    .limit(count - found.size())
                    .forEach(item -> found.add(new Found(registry, item)));
            if (blobs.size() < wanted) {
                break;
            }
            last = Optional.of(blobs.getLast());
        }
        return found;
    }

    private List<Layer> layers(List<Found> page) {
        Map<String, List<HeldItem>> byRegistry = new HashMap<>();
        page.forEach(found -> byRegistry
                .computeIfAbsent(found.registry(), _ -> new ArrayList<>())
                .add(found.item()));
        Map<String, Map<Long, Layer>> details = new HashMap<>();
        byRegistry.forEach((registry, items) ->
                details.put(registry, database.inTransaction(handle -> LayerDetails.of(handle, registry, items))));
        return page.stream()
                .flatMap(found ->
                        Optional.ofNullable(details.getOrDefault(found.registry(), Map.of())
                                        .get(found.item().item()))
                                .stream())
                .toList();
    }

    private static String cursor(Found last) {
        return Cursor.of(
                String.valueOf(last.item().manifests()),
                String.valueOf(last.item().bytes()),
                last.registry(),
                String.valueOf(last.item().item()));
    }
}
