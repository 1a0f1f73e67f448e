package dev.regent.store.acts;

import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/// How values stand in columns.
final class Columns {

    private Columns() {}

    /// Text as PostgreSQL can hold it: no zero character, no half of a surrogate pair.
    static String text(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    static List<String> clean(Collection<String> texts) {
        return texts.stream().map(Columns::text).toList();
    }

    /// An array of text.
    static Argument texts(Collection<String> texts) {
        Object[] values = texts.stream().map(Columns::text).toArray();
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf("text", values));
    }

    static Argument digests(Collection<Digest> digests) {
        return texts(digests.stream().map(Digest::value).toList());
    }

    static Argument numbers(Collection<Long> numbers) {
        Object[] values = numbers.toArray();
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bigint", values));
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return values(row, column, String.class);
    }

    static List<Digest> digests(ResultSet row, String column) throws SQLException {
        return texts(row, column).stream().map(Digest::new).toList();
    }

    static List<Long> numbers(ResultSet row, String column) throws SQLException {
        return values(row, column, Long.class);
    }

    private static <T> List<T> values(ResultSet row, String column, Class<T> type) throws SQLException {
        Array array = row.getArray(column);
        return Stream.of((Object[]) array.getArray()).map(type::cast).toList();
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column), column).toInstant();
    }

    static Optional<Instant> maybeTime(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp time = row.getTimestamp(column);
        return Optional.ofNullable(time).map(Timestamp::toInstant);
    }

    static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
        @Nullable String text = row.getString(column);
        return Optional.ofNullable(text);
    }

    static Optional<Digest> maybeDigest(ResultSet row, String column) throws SQLException {
        return maybeText(row, column).map(Digest::new);
    }

    /// The constant that prints as `text`.
    static <E extends Enum<E>> E named(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new ChangedRowException("the database says " + text + ", which is no " + type.getSimpleName()
                + ": a row was changed behind Regent's back, or by a later Regent");
    }
}
