package dev.regent.store.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.audit.AuditKey;
import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.oci.CanonicalJson;
import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The record's entries, one after the other without a gap: who adds one waits for whoever is adding
/// another. Entries are never changed; the database itself refuses that.
public final class RecordStore {

    private static final int FETCHED_AT_ONCE = 1000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final Database database;
    private final AuditKey key;
    private final Consumer<Entry.Head> written;
    private final Optional<HeadMark> mark;

    /// Keeps the record in a database that nothing outside of it vouches for.
    ///
    /// @param written is told the record's end after each commit
    public RecordStore(Database database, AuditKey key, Consumer<Entry.Head> written) {
        this.database = database;
        this.key = key;
        this.written = written;
        this.mark = Optional.empty();
    }

    /// Keeps the record in a database, and refuses to go on with it when it ends before its mark.
    public RecordStore(Database database, AuditKey key, HeadMark mark) {
        this.database = database;
        this.key = key;
        this.written = mark::written;
        this.mark = Optional.of(mark);
    }

    /// Where the record ends.
    ///
    /// @param beside hash of the entry that was asked for with it; empty if there is none
    record End(Entry.Head head, Optional<String> beside) {}

    /// Adds an entry in a transaction of its own.
    public Entry append(Deed deed) {
        return database.inTransaction((Handle in) -> append(in, deed));
    }

    /// Adds an entry in the transaction of what it tells: both are kept, or none. It has to be the
    /// transaction's last act, since all others wait for its end from here on.
    ///
    /// @throws RecordException if the record ends before its mark
    public Entry append(Handle in, Deed deed) {
        lock(in);
        mustFit(in);
        return appendAnew(in, deed);
    }

    /// Refuses a database whose record ends before its mark: it was put back while Regent ran, and
    /// what it says is open may have been closed since.
    ///
    /// @throws RecordException if it does
    public void mustFit(Handle in) {
        if (mark.isEmpty()) {
            return;
        }
        Entry.Head known = mark.get().known();
        switch (mark.get().fit(known, endBeside(in, known))) {
            case HeadMark.Fit.Fits _, HeadMark.Fit.Unmarked _ -> {}
            case HeadMark.Fit.Older _, HeadMark.Fit.Foreign _ ->
                throw new RecordException("the database isn't the one that was there a moment ago: entry "
                        + known.sequence() + " of the record was written, and isn't in it. It was put back from a"
                        + " backup, so that all that is open in it is made void; ask again in a moment");
        }
    }

    private static Entry.Head lock(Handle in) {
        in.execute("set local synchronous_commit = on");
        return in.createQuery("select sequence, hash from audit_head for update")
                .map((row, _) -> head(row))
                .one();
    }

    /// Adds the entry that says that the record was found to end before its mark, and what was done
    /// about that; see {@link HeadMark#restart}.
    public Entry appendAnew(Handle in, Deed deed) {
        Entry.Head before = lock(in);
        Instant at =
                in.createQuery("select clock_timestamp()").mapTo(Instant.class).one();
        Draft draft = new Draft(
                at, deed.session(), deed.actor(), deed.action(), deed.subject(), deed.reason(), deed.details());
        Entry entry = Entry.after(before, draft, key);
        insert(in, entry);
        in.createUpdate("update audit_head set sequence = :sequence, hash = :hash")
                .bind("sequence", entry.sequence())
                .bind("hash", entry.hash())
                .execute();
        in.afterCommit(() -> written.accept(entry.head()));
        return entry;
    }

    private static void insert(Handle in, Entry entry) {
        Draft what = entry.what();
        in.createUpdate("""
                        insert into audit_entries
                            (sequence, at, session, actor, action, subject, reason, details, previous, hash, mac)
                        values (:sequence, :at, :session, :actor, :action, :subject, :reason, :details,
                            :previous, :hash, :mac)
                        """)
                .bind("sequence", entry.sequence())
                .bind("at", what.at())
                .bind("session", what.session())
                .bind("actor", what.actor())
                .bind("action", what.action())
                .bind("subject", what.subject())
                .bind("reason", what.reason())
                .bind("details", CanonicalJson.of(what.details()))
                .bind("previous", entry.previous())
                .bind("hash", entry.hash())
                .bind("mac", entry.mac())
                .execute();
    }

    /// Where the record ends.
    public Entry.Head head() {
        return database.inTransaction((Handle in) -> in.createQuery("select sequence, hash from audit_head")
                .map((row, _) -> head(row))
                .one());
    }

    End endBeside(Entry.Head known) {
        return database.inTransaction((Handle in) -> endBeside(in, known));
    }

    private static End endBeside(Handle in, Entry.Head known) {
        return in.createQuery("""
                        select head.sequence, head.hash, beside.hash as beside
                        from audit_head head left join audit_entries beside on beside.sequence = :known
                        """)
                .bind("known", known.sequence())
                .map((row, _) -> new End(head(row), Optional.ofNullable(row.getString("beside"))))
                .one();
    }

    /// Entries in order.
    ///
    /// @param after the sequence of the entry before the first; 0 from the beginning
    /// @param limit at most so many
    public List<Entry> list(long after, int limit) {
        return database.inTransaction((Handle in) ->
                entries(in, after).setMaxRows(limit).map((row, _) -> entry(row)).list());
    }

    /// The last entries, the newest first.
    ///
    /// @param before the sequence of the entry after the first; empty from the end
    public List<Entry> newestFirst(Optional<Long> before, int limit) {
        return database.inTransaction((Handle in) -> in.createQuery("""
                        select * from audit_entries where sequence < :before order by sequence desc limit :limit
                        """)
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map((row, _) -> entry(row))
                .list());
    }

    /// Gives the record to a reader as it stands, all at one moment and never all in memory.
    ///
    /// @param after the sequence of the entry before the first
    /// @param <X> what the reader throws
    public <X extends Exception> void export(long after, Reader<X> reader) throws X {
        database.useTransaction((Handle in) -> {
            in.execute("set transaction isolation level repeatable read read only");
            Entry.Head end = in.createQuery("select sequence, hash from audit_head")
                    .map((row, _) -> head(row))
                    .one();
            try (Stream<Entry> entries =
                    entries(in, after).setFetchSize(FETCHED_AT_ONCE).map((row, _) -> entry(row)).stream()) {
                reader.read(entries, end);
            }
        });
    }

    /// Reads the record as it was at one moment.
    ///
    /// @param <X> what it throws
    @FunctionalInterface
    public interface Reader<X extends Exception> {
        void read(Stream<Entry> entries, Entry.Head end) throws X;
    }

    private static Query entries(Handle in, long after) {
        return in.createQuery("select * from audit_entries where sequence > :after order by sequence")
                .bind("after", after);
    }

    private static Entry.Head head(ResultSet row) throws SQLException {
        return new Entry.Head(row.getLong("sequence"), row.getString("hash"));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        Draft what = new Draft(
                row.getTimestamp("at").toInstant(),
                row.getString("session"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                details(row.getLong("sequence"), row.getString("details")));
        return new Entry(
                row.getLong("sequence"), what, row.getString("previous"), row.getString("hash"), row.getString("mac"));
    }

    private static Map<String, String> details(long sequence, String text) {
        try {
            return JSON.readValue(text, DETAILS);
        } catch (JsonProcessingException e) {
            throw new RecordException(
                    "entry " + sequence + " of the record was changed: its details are no JSON; restore the database"
                            + " from a backup, and find out who can write to it",
                    e);
        }
    }
}
