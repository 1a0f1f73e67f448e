package dev.regent.store.estate;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Cursor;
import dev.regent.store.sql.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Pages of uses over time.
final class UseQueries {

    private UseQueries() {}

    private record Numbered(long id, EstatePages.UseItem item) {}

    static Page<EstatePages.UseItem> uses(Handle handle, EstatePages.UseFilter filter, String after, int limit) {
        String sql = """
                select * from uses
                where (:environment = '' or environment = :environment)
                    and (not :current or to_at is null)
                    and (not :byImage or digests && cast(:digests as text[]) or named = any(cast(:digests as text[]))
                        or (repository = :repository and tag = :tag))
                    and (:after = 0 or id < :after)
                order by id desc
                limit :limit
                """;
        Optional<ImageReference> reference = filter.reference();
        Query query = handle.createQuery(sql)
                .bind("environment", filter.environment().orElse(""))
                .bind("current", filter.current())
                .bind("byImage", !filter.digests().isEmpty() || reference.isPresent())
                .bind("digests", Batch.array(filter.digests()))
                .bind("repository", reference.map(ImageReference::repository).orElse(""))
                .bind(
                        "tag",
                        reference
                                .filter(named -> named.digest().isEmpty())
                                .flatMap(ImageReference::tag)
                                .orElse(""))
                .bind("after", number(after))
                .bind("limit", limit + 1);
        List<Numbered> found = query.map((row, _) -> new Numbered(row.getLong("id"), item(row)))
                .list();
        List<EstatePages.UseItem> items =
                found.stream().limit(limit).map(Numbered::item).toList();
        return new Page<>(
                items,
                found.size() <= limit
                        ? Optional.empty()
                        : Optional.of(
                                Cursor.of(String.valueOf(found.get(limit - 1).id()))));
    }

    private static long number(String after) {
        if (!after.matches("\\d{0,18}")) {
            throw new IllegalArgumentException("the cursor is none that this list gave: ask without it for the start");
        }
        return after.isEmpty() ? 0 : Long.parseLong(after);
    }

    static List<EstatePages.UseItem> usesOf(Handle handle, Collection<Digest> digests) {
        String sql = """
                select * from uses
                where to_at is null
                    and (digests && cast(:digests as text[]) or named = any(cast(:digests as text[])))
                order by id
                """;
        return handle.createQuery(sql)
                .bind("digests", Batch.array(digests))
                .map((row, _) -> item(row))
                .list();
    }

    static EstatePages.UseItem item(ResultSet row) throws SQLException {
        return new EstatePages.UseItem(
                UseRows.use(row),
                Rows.certain(row, "from_at"),
                Rows.time(row, "to_at"),
                Rows.word(row, "why").filter(why -> !why.isEmpty()));
    }
}
