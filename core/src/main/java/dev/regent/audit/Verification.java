package dev.regent.audit;

import java.util.Optional;

/// Goes through an exported record and stops at the first entry that isn't what was written.
public final class Verification {

    private final Optional<AuditKey> key;
    private Entry.Head head;

    /// Begins before the first entry.
    ///
    /// @param start where the export begins; the start of the record unless only a part was
    ///     exported
    /// @param key without it the chain is checked and the seals aren't
    public Verification(Entry.Head start, Optional<AuditKey> key) {
        this.head = start;
        this.key = key;
    }

    /// Checks the next entry.
    ///
    /// @return what is wrong, in words; empty if nothing is
    public Optional<String> next(Entry entry) {
        Optional<String> wrong = check(entry);
        if (wrong.isEmpty()) {
            head = entry.head();
        }
        return wrong;
    }

    private Optional<String> check(Entry entry) {
        long expected = head.sequence() + 1;
        if (!entry.isWhole()) {
            return Optional.of("entry " + entry.sequence() + " was changed: its content doesn't have its hash");
        }
        if (entry.sequence() > expected) {
            return Optional.of(missing(expected, entry.sequence() - 1));
        }
        if (entry.sequence() < expected) {
            return Optional.of("entry " + entry.sequence() + " stands where entry " + expected
                    + " belongs: the order was changed, or an entry stands twice");
        }
        if (!entry.previous().equals(head.hash())) {
            return Optional.of("entry " + entry.sequence() + " doesn't follow the entry before it: one of both was"
                    + " changed and hashed anew");
        }
        if (key.isPresent() && !key.get().seal(entry.hash()).equals(entry.mac())) {
            return Optional.of("entry " + entry.sequence()
                    + " isn't sealed with this key: it was changed by somebody without the key, or the key is another");
        }
        return Optional.empty();
    }

    /// Checks the end.
    ///
    /// @param end the head that the export names
    /// @param mac the seal of that head
    public Optional<String> end(Entry.Head end, String mac) {
        if (key.isPresent() && !sealOf(end, key.get()).equals(mac)) {
            return Optional.of("the end isn't sealed with this key: it was changed, or the key is another");
        }
        if (end.sequence() > head.sequence()) {
            return Optional.of("the end is missing: " + missing(head.sequence() + 1, end.sequence()));
        }
        if (end.sequence() < head.sequence()) {
            return Optional.of("the record goes on behind its end: entry " + end.sequence()
                    + " is named as the last, and" + " entry " + head.sequence() + " stands here");
        }
        if (!end.equals(head)) {
            return Optional.of("the end names entry " + end.sequence() + " with another hash than it has here");
        }
        return Optional.empty();
    }

    private static String missing(long first, long last) {
        return first == last ? "entry " + first + " is missing" : "entries " + first + " to " + last + " are missing";
    }

    /// Seals where a record ends, so that a tail that was cut off shows.
    public static String sealOf(Entry.Head end, AuditKey key) {
        return key.seal("end " + end.sequence() + " " + end.hash());
    }

    /// The last entry that was good.
    public Entry.Head head() {
        return head;
    }
}
