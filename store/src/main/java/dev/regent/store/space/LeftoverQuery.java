package dev.regent.store.space;

import dev.regent.store.space.WastePages.Item;
import dev.regent.store.space.WastePages.Leftover;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What lies on volumes and belongs to nothing.
final class LeftoverQuery {

    private LeftoverQuery() {}

    static List<Leftover> leftovers(Handle handle, Collection<String> registries) {
        Map<Long, List<Item>> items = new HashMap<>();
        handle.createQuery("""
                        select items.* from leftover_items items join registries on registries.id = items.registry
                        where registries.name = any(cast(:names as text[]))
                        order by items.bytes desc, items.kind, items.repository, items.name
                        """)
                .bind("names", Batch.array(registries))
                .map((row, _) -> Map.entry(
                        row.getLong("registry"),
                        new Item(
                                row.getString("kind"),
                                Rows.word(row, "repository").filter(name -> !name.isEmpty()),
                                row.getString("name"),
                                row.getLong("bytes"),
                                Rows.time(row, "since"))))
                .forEach(entry -> items.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return handle.createQuery("""
                        select registries.id, registries.name, leftovers.*
                        from registries left join leftovers on leftovers.registry = registries.id
                        where registries.name = any(cast(:names as text[])) order by registries.name
                        """)
                .bind("names", Batch.array(registries))
                .map((row, _) -> new Leftover(
                        row.getString("name"),
                        Rows.time(row, "seen_at"),
                        row.getLong("blobs"),
                        row.getLong("blob_bytes"),
                        row.getLong("uploads"),
                        row.getLong("upload_bytes"),
                        items.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }
}
