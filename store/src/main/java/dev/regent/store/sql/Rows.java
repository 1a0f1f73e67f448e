package dev.regent.store.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values out of result sets, and times on their way in.
public final class Rows {

    /// Within what PostgreSQL's `timestamptz` and RFC 3339 both can say.
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private Rows() {}

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(instant(row, column));
    }

    /// A time in a column that is never null.
    public static Instant certain(ResultSet row, String column) throws SQLException {
        return time(row, column).orElseThrow(() -> new SQLException(column + " is null"));
    }

    public static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    public static Optional<String> word(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.copyOf(Arrays.asList((String[]) array.getArray()));
    }

    /// As the database has it; null if it can't keep it.
    public static @Nullable String keepable(Instant time) {
        return time.isBefore(FIRST) || time.isAfter(LAST) ? null : text(time.truncatedTo(ChronoUnit.MICROS));
    }

    public static @Nullable String keepable(Optional<Instant> time) {
        return time.map(Rows::keepable).orElse(null);
    }

    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
