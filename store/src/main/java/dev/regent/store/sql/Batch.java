package dev.regent.store.sql;

import java.sql.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// Rows for one set-based statement. They are sent column by column, as arrays, and stand in the
/// statement as the table `given`, where it says `{given}`.
public final class Batch {

    private static final String ARRAY = "array";
    private static final int ROWS_AT_ONCE = 50_000;

    private final List<Column> columns;
    private final String given;

    private record Column(String name, String type, List<@Nullable String> values) {}

    /// One without rows.
    ///
    /// @param columns names and types, for example `at timestamptz`; `array` is for what
    ///     [#array] gives
    public Batch(String... columns) {
        this.columns = Arrays.stream(columns)
                .map(column -> column.split(" ", 2))
                .map(parts -> new Column(parts[0], parts[1], new ArrayList<>()))
                .toList();
        List<String> names = this.columns.stream().map(Column::name).toList();
        List<String> arrays = this.columns.stream()
                .map(column -> "cast(:" + column.name() + " as " + type(column) + "[])")
                .toList();
        given = "unnest(" + String.join(", ", arrays) + ") as given (" + String.join(", ", names) + ")";
    }

    /// Adds a row.
    ///
    /// @param values in the order of the columns, each with a text form that PostgreSQL reads
    public void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " values, got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            columns.get(i).values().add(value == null ? null : stored(columns.get(i), value.toString()));
        }
    }

    /// An array's elements were made storable one by one; cut as a whole it would be none.
    private static String stored(Column column, String value) {
        return column.type().equals(ARRAY) ? value : Storable.text(value);
    }

    public int size() {
        return columns.getFirst().values().size();
    }

    /// Runs the statement over all rows; over none it isn't run. Of many rows some are sent at a
    /// time.
    public void run(Handle handle, String sql) {
        for (int from = 0; from < size(); from += ROWS_AT_ONCE) {
            run(handle, sql, from, Math.min(size(), from + ROWS_AT_ONCE));
        }
    }

    /// Runs the statement once, over all rows, be there none.
    ///
    /// @param others other names in the statement and their values, by turns
    public void runWhole(Handle handle, String sql, Object... others) {
        try (Update update = prepared(handle, sql, 0, size())) {
            for (int i = 0; i < others.length; i += 2) {
                update.bind(others[i].toString(), others[i + 1]);
            }
            update.execute();
        }
    }

    private void run(Handle handle, String sql, int from, int to) {
        try (Update update = prepared(handle, sql, from, to)) {
            update.execute();
        }
    }

    private Update prepared(Handle handle, String sql, int from, int to) {
        Update update = handle.createUpdate(sql.replace("{given}", given));
        for (Column column : columns) {
            @Nullable String[] values = column.values().subList(from, to).toArray(String[]::new);
            update.bind(column.name(), (position, statement, _) -> {
                Array array = statement.getConnection().createArrayOf(type(column), values);
                statement.setArray(position, array);
            });
        }
        return update;
    }

    /// Arrays of arrays would have to be of one length: an array is sent as its text.
    private static String type(Column column) {
        return column.type().equals(ARRAY) ? "text" : column.type();
    }

    /// A value for a column of type `array` that is cast to `text[]` in the statement.
    public static String array(Iterable<?> elements) {
        StringBuilder array = new StringBuilder("{");
        for (Object element : elements) {
            String escaped =
                    Storable.text(element.toString()).replace("\\", "\\\\").replace("\"", "\\\"");
            array.append(array.length() == 1 ? "\"" : ",\"").append(escaped).append('"');
        }
        return array.append('}').toString();
    }
}
