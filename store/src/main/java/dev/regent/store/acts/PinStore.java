package dev.regent.store.acts;

import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Pins that people set; those of the configuration are not here. A pin that was taken away stays,
/// with who did it.
public final class PinStore {

    private final Database database;

    public PinStore(Database database) {
        this.database = database;
    }

    /// A pin that is to be set.
    ///
    /// @param owner who wants it; may be empty
    /// @param until empty for ever
    public record NewPin(String image, String reason, String owner, Optional<Instant> until, String by) {
        public NewPin {
            if (image.isBlank()) {
                throw new IllegalArgumentException("a pin names an image, as repository:tag or repository@digest");
            }
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a pin has a reason: say why the image has to stay");
            }
        }
    }

    /// Sets a pin.
    public StoredPin add(Handle in, NewPin pin) {
        return in.createQuery("""
                        insert into pins (id, image, reason, owner, until_at, by_whom)
                        values (:id, :image, :reason, :owner, :until, :by) returning *
                        """)
                .bind("id", FreshName.make())
                .bind("image", Columns.text(pin.image().strip()))
                .bind("reason", Columns.text(pin.reason().strip()))
                .bind("owner", Columns.text(pin.owner()))
                .bind("until", pin.until())
                .bind("by", Columns.text(pin.by()))
                .map((row, _) -> pin(row))
                .one();
    }

    /// Takes a pin away.
    ///
    /// @return whether there was one
    public boolean remove(Handle in, String id, String by, String reason) {
        return in.createUpdate("""
                        update pins set removed_by = :by, removed_reason = :reason, removed_at = clock_timestamp()
                        where id = :id and removed_at is null
                        """)
                        .bind("id", Columns.text(id))
                        .bind("by", Columns.text(by))
                        .bind("reason", Columns.text(reason))
                        .execute()
                > 0;
    }

    /// One pin, also one that was taken away.
    public Optional<StoredPin> find(String id) {
        return database.inTransaction((Handle in) -> in.createQuery("select * from pins where id = :id")
                .bind("id", Columns.text(id))
                .map((row, _) -> pin(row))
                .findOne());
    }

    /// All pins that keep something, by the database's clock, in the order in which they were set.
    public List<StoredPin> inForce() {
        return database.inTransaction((Handle in) -> in.createQuery("""
                        select * from pins
                        where removed_at is null and (until_at is null or until_at > clock_timestamp())
                        order by number
                        """)
                .map((row, _) -> pin(row))
                .list());
    }

    /// Pins that were not taken away, the newest first.
    public Page<StoredPin> list(Page.Request page) {
        List<StoredPin> found = database.inTransaction((Handle in) -> in.createQuery("""
                        select * from pins where removed_at is null and number < :before
                        order by number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("limit", page.fetched())
                .map((row, _) -> pin(row))
                .list());
        return page.page(found, StoredPin::number);
    }

    private static StoredPin pin(ResultSet row) throws SQLException {
        Optional<Instant> removed = Columns.maybeTime(row, "removed_at");
        return new StoredPin(
                row.getLong("number"),
                row.getString("id"),
                row.getString("image"),
                row.getString("reason"),
                row.getString("owner"),
                Columns.maybeTime(row, "until_at"),
                row.getString("by_whom"),
                Columns.time(row, "at"),
                removed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StoredPin.Removal(
                                row.getString("removed_by"), row.getString("removed_reason"), removed.get())));
    }
}
