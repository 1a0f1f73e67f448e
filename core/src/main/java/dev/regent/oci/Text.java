package dev.regent.oci;

/// Makes text from far sides fit to be shown: registries choose tags, labels and messages freely.
public final class Text {

    private static final int LONGEST = 200;

    private Text() {}

    /// `text` in quotation marks, made [#plain(String) plain].
    public static String quoted(String text) {
        return "\"" + plain(text) + "\"";
    }

    /// `text` without characters that could steer a terminal, hide or reorder what is read (control and format
    /// characters, surrogates that stand alone, line breaks), each shown by its number; cut after 200
    /// characters.
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), LONGEST));
        int end = Math.min(text.length(), LONGEST);
        int i = 0;
        while (i < end) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> plain.append("<U+%04X>".formatted(c));
                default -> plain.appendCodePoint(c);
            }
        }
        return i < text.length() ? plain + "…" : plain.toString();
    }
}
