package dev.regent.oci;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON in its one canonical form, so that equal content has equal bytes: plans and policies are
/// named by it.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
public final class CanonicalJson {

    private static final long LARGEST = (1L << 53) - 1;

    private final StringBuilder json = new StringBuilder();

    private CanonicalJson() {}

    /// The canonical text of `value`.
    ///
    /// @param value a `String`, `Integer`, `Long`, `Boolean`, or a `List` or `Map<String, ?>` of
    ///     them
    /// @throws IllegalArgumentException for any other type, a number that a double can't hold
    ///     exactly, and text with half a surrogate pair
    public static String of(Object value) {
        CanonicalJson writing = new CanonicalJson();
        writing.value(value);
        return writing.json.toString();
    }

    /// The canonical text of an object.
    ///
    /// @param members names and values in turn, the names in their order
    /// @throws IllegalArgumentException as [#of] does, and if names are not in their order
    public static String object(Object... members) {
        CanonicalJson writing = new CanonicalJson();
        String before = "";
        for (int place = 0; place < members.length; place += 2) {
            if (!(members[place] instanceof String name) || (place > 0 && name.compareTo(before) <= 0)) {
                throw new IllegalArgumentException(
                        "names of members come in their order, got " + members[place] + " after " + before);
            }
            writing.json.append(place == 0 ? '{' : ',');
            writing.text(name);
            writing.json.append(':');
            writing.value(members[place + 1]);
            before = name;
        }
        return writing.json.append(members.length == 0 ? "{}" : "}").toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case String text -> text(text);
            case Boolean flag -> json.append(flag.booleanValue());
            case Integer number -> json.append(number.intValue());
            case Long number -> number(number);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case null, default ->
                throw new IllegalArgumentException(
                        "canonical JSON is made of String, Integer, Long, Boolean, List and" + " Map, got "
                                + (value == null ? null : value.getClass().getName()));
        }
    }

    private void number(long number) {
        if (number < -LARGEST || number > LARGEST) {
            throw new IllegalArgumentException("JSON holds whole numbers to 2^53 - 1 exactly, got " + number);
        }
        json.append(number);
    }

    private void list(List<?> list) {
        json.append('[');
        String comma = "";
        for (Object each : list) {
            json.append(comma);
            value(each);
            comma = ",";
        }
        json.append(']');
    }

    /// Keys stand in the order of their UTF-16 units, which is that of `String`.
    private void map(Map<?, ?> map) {
        String[] keys = new String[map.size()];
        int next = 0;
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("a key of JSON is a String, got " + key);
            }
            keys[next++] = name;
        }
        Arrays.sort(keys);
        json.append('{');
        String comma = "";
        for (String key : keys) {
            json.append(comma);
            text(key);
            json.append(':');
            value(map.get(key));
            comma = ",";
        }
        json.append('}');
    }

    private void text(String text) {
        json.append('"');
        if (isPlain(text)) {
            json.append(text).append('"');
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                json.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("text has half a surrogate pair at character " + i);
            } else {
                character(c);
            }
        }
        json.append('"');
    }

    /// Whether every character stands for itself, as in most names and all digests.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void character(char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> {
                if (c < ' ') {
                    json.append("\\u%04x".formatted((int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
