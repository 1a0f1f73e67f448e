package dev.regent.engine.record;

import dev.regent.audit.Entry;

/// What checking a record's file came to.
public sealed interface RecordCheck {

    /// It is what was written, and all of it.
    ///
    /// @param count how many entries
    /// @param head where it ends
    /// @param sealsChecked whether a key was there to check the seals with. Without one a change
    ///     shows unless somebody made the whole chain anew, and a changed seal doesn't show
    record Intact(long count, Entry.Head head, boolean sealsChecked) implements RecordCheck {}

    /// It isn't.
    ///
    /// @param line the first line that isn't what was written, from 1; one more than there are lines
    ///     where the end is missing
    /// @param sentence what is wrong there
    record Broken(long line, String sentence) implements RecordCheck {}
}
