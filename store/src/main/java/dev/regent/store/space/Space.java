package dev.regent.store.space;

import dev.regent.store.Database;
import java.util.function.LongSupplier;

/// Who answers where the bytes lie. They ask the same graphs, and keep what they reckoned.
public record Space(Graphs graphs, EstateStorage storage, WastePages waste) {

    /// Those over one database.
    ///
    /// @param nanos tells how much time goes by
    public static Space of(Database database, LongSupplier nanos) {
        Graphs graphs = new Graphs(database, nanos);
        return new Space(graphs, new EstateStorage(database, graphs), new WastePages(database, graphs));
    }
}
