package dev.regent.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Text from far sides on its way into the database.
public final class Storable {

    /// More than any name that a registry may give; an index entry holds no more than 2,704 bytes.
    private static final int LONGEST_NAME = 512;

    private static final int LONGEST_KEY = 1_200;
    private static final int LONGEST_TEXT = 4_000;

    private Storable() {}

    /// Whether a name comes back from the database as it went in, and can be found there.
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME
                && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /// Whether a name fits into the key of a table, beside another.
    public static boolean isKey(String text) {
        return isName(text) && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    }

    /// What PostgreSQL can keep of `text`: it has no zero characters and no halves of characters.
    public static String text(String text) {
        if (text.length() <= LONGEST_TEXT && text.chars().allMatch(c -> c > 0 && c < 0x80)) {
            return text;
        }
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        String whole = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return whole.replace('\0', '\uFFFD');
    }

    /// A constant's name as the database has it.
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The constant that [#word] named.
    public static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
