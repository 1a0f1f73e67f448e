package dev.regent.server.rest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Records as a table: a column for each component, a row for each record. One whose component is a list of
/// records has a row for each of these. Text that a spreadsheet would take for a formula begins with an
/// apostrophe.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
/// @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP on formulas</a>
final class Csv {

    private static final String END = "\r\n";
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n";

    private Csv() {}

    /// @param type of the records; it names the columns where there are none
    static String table(Class<? extends Record> type, List<? extends Record> records) {
        StringBuilder csv = new StringBuilder(String.join(",", columns(type))).append(END);
        for (Record each : records) {
            for (List<String> row : rows(type, each)) {
                csv.append(String.join(",", row)).append(END);
            }
        }
        return csv.toString();
    }

    private static List<String> columns(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> nested(component)
                        .map(inner -> columns(inner).stream())
                        .orElseGet(() -> List.of(component.getName()).stream()))
                .toList();
    }

    /// The records that a component is a list of.
    private static Optional<Class<?>> nested(RecordComponent component) {
        return List.class.equals(component.getType())
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> inner
                        && inner.isRecord()
                ? Optional.of(inner)
                : Optional.empty();
    }

    private static List<List<String>> rows(Class<?> type, Object record) {
        List<List<String>> rows = List.of(List.of());
        for (RecordComponent component : type.getRecordComponents()) {
            Object value = value(component, record);
            Optional<Class<?>> inner = nested(component);
            List<List<String>> ends = inner.isPresent() && value instanceof List<?> list
                    ? list.stream()
                            .flatMap(each -> rows(inner.get(), each).stream())
                            .toList()
                    : List.of(List.of(cell(value)));
            rows = rows.stream()
                    .flatMap(row -> ends.stream().map(end -> {
                        List<String> joined = new ArrayList<>(row);
                        joined.addAll(end);
                        return joined;
                    }))
                    .collect(Collectors.toUnmodifiableList());
        }
        return rows;
    }

    private static @Nullable Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> some -> some.map(Csv::cell).orElse("");
            case Number number -> number.toString();
            case List<?> list -> text(list.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            default -> text(value.toString());
        };
    }

    private static String text(String text) {
        boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
