package dev.regent.store.acts;

import dev.regent.store.Database;
import dev.regent.store.record.RecordStore;

/// Opens executions' journals.
///
/// @param listener is told of each change that this process makes
public record Journals(Database database, RecordStore record, UndoShelf shelf, StepListener listener) {

    /// The journal of the execution that a lease is for.
    public JournalOfExecution of(Lease lease) {
        return new JournalOfExecution(this, lease);
    }
}
