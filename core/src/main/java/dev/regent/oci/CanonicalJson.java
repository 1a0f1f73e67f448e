package dev.regent.oci;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes what plans and policies are named by in the one form that RFC 8785 allows, so that equal content has equal
/// bytes. Floating point numbers don't occur and are refused.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
public final class CanonicalJson {

    private CanonicalJson() {}

    /// The canonical text of `value`.
    ///
    /// @param value strings, whole numbers, booleans, lists of these and maps from strings to these
    public static String of(Object value) {
        StringBuilder json = new StringBuilder();
        write(json, value);
        return json.toString();
    }

    private static void write(StringBuilder json, Object value) {
        switch (value) {
            case String text -> writeText(json, text);
            case Integer number -> json.append(number.intValue());
            case Long number -> json.append(number.longValue());
            case Boolean truth -> json.append(truth.booleanValue());
            case List<?> list -> {
                String separator = "[";
                for (Object element : list) {
                    json.append(separator);
                    write(json, element);
                    separator = ",";
                }
                json.append(list.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                String separator = "{";
                // String orders by UTF-16 code units, as section 3.2.3 wants.
                for (String key :
                        map.keySet().stream().map(String.class::cast).sorted().toList()) {
                    json.append(separator);
                    writeText(json, key);
                    json.append(':');
                    write(json, Objects.requireNonNull(map.get(key)));
                    separator = ",";
                }
                json.append(map.isEmpty() ? "{}" : "}");
            }
            default -> throw new IllegalArgumentException("no canonical form for " + value.getClass());
        }
    }

    private static void writeText(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < 0x20) {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
