package dev.regent.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/// Where a page ended: the sort key of its last row, in a form that callers give back and don't
/// read.
public final class Cursor {

    private static final String BETWEEN = "\n";

    private Cursor() {}

    public static String of(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, key).getBytes(StandardCharsets.UTF_8));
    }

    /// The key's parts; as many as `parts`, empty ones for the start.
    public static List<String> parse(String cursor, int parts) {
        if (cursor.isEmpty()) {
            return Collections.nCopies(parts, "");
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(cursor);
            List<String> key = List.of(new String(decoded, StandardCharsets.UTF_8).split(BETWEEN, -1));
            if (key.size() == parts && key.stream().allMatch(Storable::isName)) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for a cursor of another list.
        }
        throw foreign();
    }

    /// A part that is a number.
    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException _) {
            throw foreign();
        }
    }

    private static IllegalArgumentException foreign() {
        return new IllegalArgumentException("the cursor is none that this list gave: ask without it for the start");
    }
}
