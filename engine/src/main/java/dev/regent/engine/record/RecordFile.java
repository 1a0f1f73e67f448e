package dev.regent.engine.record;

import dev.regent.audit.AuditKey;
import dev.regent.audit.Entry;
import dev.regent.audit.Verification;
import dev.regent.engine.record.RecordLine.NoLineException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/// The record as lines of JSON: where it begins, its entries, and where it ends with how many there
/// are. Both ends are sealed, so that neither can be cut off unseen.
public final class RecordFile {

    private static final int LONGEST_LINE = 16 << 20;

    private final LineReader lines;
    private final Optional<AuditKey> key;

    private RecordFile(InputStream file, Optional<AuditKey> key) {
        this.lines = new LineReader(file);
        this.key = key;
    }

    /// Writes a record, or the part of it after some entry.
    ///
    /// @param from the head before the first entry; the start of the record for all of it
    /// @param entries in order, without a gap
    /// @return where it ends
    public static Entry.Head write(Entry.Head from, Stream<Entry> entries, AuditKey key, OutputStream file)
            throws IOException {
        OutputStream out = new BufferedOutputStream(file, 1 << 16);
        line(new RecordLine.Start(from, Verification.sealOf(from, key)), out);
        Entry.Head end = from;
        long count = 0;
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); count++) {
            Entry entry = each.next();
            line(new RecordLine.Line(entry), out);
            end = entry.head();
        }
        line(new RecordLine.End(end, count, Verification.sealOf(end, key)), out);
        out.flush();
        return end;
    }

    private static void line(RecordLine line, OutputStream out) throws IOException {
        out.write(line.bytes());
        out.write('\n');
    }

    /// Checks a record's file, whoever it comes from.
    ///
    /// @param key without it the chain is checked and the seals aren't
    /// @throws IOException if the file can't be read
    public static RecordCheck verify(InputStream file, Optional<AuditKey> key) throws IOException {
        RecordFile reading = new RecordFile(new BufferedInputStream(file, 1 << 16), key);
        try {
            return reading.verify();
        } catch (NoLineException e) {
            return new RecordCheck.Broken(
                    reading.lines.number(),
                    "line " + reading.lines.number() + " is no line of a record: " + e.getMessage());
        }
    }

    private RecordCheck verify() throws IOException, NoLineException {
        if (!(lines.next() instanceof RecordLine.Start start)) {
            return broken("the beginning is missing: the first line of a record says where it begins");
        }
        Optional<String> wrong = against(start);
        if (wrong.isPresent()) {
            return broken(wrong.get());
        }
        Verification verification = new Verification(start.from(), key);
        long count = 0;
        while (true) {
            switch (lines.next()) {
                case RecordLine.Start _ -> {
                    return broken("the beginning stands here again");
                }
                case RecordLine.Line(Entry entry) -> {
                    long expected = verification.head().sequence() + 1;
                    Optional<String> changed = verification.next(entry);
                    if (changed.isPresent()) {
                        return outOfOrder(entry, expected).orElseGet(() -> broken(changed.get()));
                    }
                    count++;
                }
                case RecordLine.End end -> {
                    return end(end, verification, count);
                }
            }
        }
    }

    /// Whether what seems to be missing before an entry only comes later.
    private Optional<RecordCheck> outOfOrder(Entry entry, long expected) throws IOException {
        if (entry.sequence() <= expected) {
            return Optional.empty();
        }
        long here = lines.number();
        try {
            while (lines.next() instanceof RecordLine.Line(Entry later)) {
                if (later.sequence() == expected) {
                    return Optional.of(new RecordCheck.Broken(
                            here,
                            "entry " + entry.sequence() + " stands where entry " + expected
                                    + " belongs, which comes only in line " + lines.number()
                                    + ": the order was changed"));
                }
            }
        } catch (NoLineException e) {
            // Not the first thing that is wrong: that is told.
            return Optional.empty();
        } finally {
            lines.number = here;
        }
        return Optional.empty();
    }

    /// Only the seal tells whether a part's beginning was changed; that of the whole record is known.
    private Optional<String> against(RecordLine.Start start) {
        Entry.Head from = start.from();
        if ((from.sequence() == 0) != from.hash().equals(Entry.NOTHING)) {
            return Optional.of("the beginning was changed: entry " + from.sequence() + " can't have the hash that"
                    + " stands there");
        }
        if (key.isPresent() && !Verification.sealOf(from, key.get()).equals(start.mac())) {
            return Optional.of("the beginning isn't sealed with this key: it was changed, or the key is another");
        }
        return Optional.empty();
    }

    private RecordCheck end(RecordLine.End end, Verification verification, long count) throws IOException {
        Optional<String> wrong = verification.end(end.end(), end.mac());
        if (wrong.isPresent()) {
            return broken(wrong.get());
        }
        if (end.count() != count) {
            return broken("the end counts " + end.count() + " entries, and " + count + " stand here");
        }
        if (lines.hasMore()) {
            return new RecordCheck.Broken(lines.number() + 1, "something stands after the end");
        }
        return new RecordCheck.Intact(count, verification.head(), key.isPresent());
    }

    private RecordCheck broken(String sentence) {
        return new RecordCheck.Broken(lines.number(), sentence);
    }

    /// Lines that end in a line break, never one longer than it may be.
    private static final class LineReader {
        private final InputStream in;
        private long number;

        LineReader(InputStream in) {
            this.in = in;
        }

        /// Number of the line that was read last, from 1.
        long number() {
            return number;
        }

        boolean hasMore() throws IOException {
            return in.read() >= 0;
        }

        RecordLine next() throws IOException, NoLineException {
            number++;
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            int next = in.read();
            if (next < 0) {
                throw new NoLineException("the end is missing: the file was cut off here");
            }
            while (next != '\n') {
                if (next < 0) {
                    throw new NoLineException("the file was cut off within it");
                }
                if (line.size() == LONGEST_LINE) {
                    throw new NoLineException("it has more than " + LONGEST_LINE + " bytes");
                }
                line.write(next);
                next = in.read();
            }
            return RecordLine.parse(line.toByteArray());
        }
    }
}
