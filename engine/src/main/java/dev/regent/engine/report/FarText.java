package dev.regent.engine.report;

import dev.regent.oci.Text;

/// Text that came from far sides, made fit to be shown whole.
public final class FarText {

    private static final int PIECE = 200;
    private static final int LONGEST = 2000;

    private FarText() {}

    /// Made [plain][Text#plain(String)] piece by piece, since a remedy stands at the end of a sentence and must not be
    /// cut off there; cut after 2,000 characters.
    public static String whole(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        int end = Math.min(text.length(), LONGEST);
        for (int from = 0; from < end; ) {
            int to = Math.min(from + PIECE, end);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) && to - from > 1) {
                to--;
            }
            whole.append(Text.plain(text.substring(from, to)));
            from = to;
        }
        return text.length() > LONGEST ? whole + "…" : whole.toString();
    }

    /// `text` in at most `width` characters; of what is longer the middle goes, since names differ at both ends.
    public static String shortened(String text, int width) {
        int length = text.codePointCount(0, text.length());
        if (length <= width) {
            return text;
        }
        int head = (width - 1) / 2;
        int tail = width - 1 - head;
        return text.substring(0, text.offsetByCodePoints(0, head))
                + "…"
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }
}
