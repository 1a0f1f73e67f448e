package dev.regent.engine.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lines for a terminal, none wider than its style allows.
public final class TextLines {

    /// What a piece of text is, for those who see colours. Nothing is told by colour alone.
    public enum Ink {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOES("31"),
        UNDECIDED("33"),
        STAYS("32");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private final Appendable out;
    private final int columns;
    private final boolean colour;

    /// Writes to `out`.
    ///
    /// @param columns of the terminal
    /// @param colour whether the reader's terminal shows colours and the reader wants them
    public TextLines(Appendable out, int columns, boolean colour) {
        this.out = out;
        this.columns = columns;
        this.colour = colour;
    }

    public int columns() {
        return columns;
    }

    /// Writes a line as it is, without the blanks at its end.
    public void line(String text) throws IOException {
        out.append(text.stripTrailing()).append('\n');
    }

    public void blank() throws IOException {
        line("");
    }

    /// An empty line, the heading, and what stands behind it.
    public void heading(String text, String aside) throws IOException {
        blank();
        line(painted(Ink.STRONG, text) + (aside.isEmpty() ? "" : "  " + painted(Ink.FAINT, aside)));
    }

    /// Writes words, broken between them.
    ///
    /// @param first what the first line begins with; the others are indented as far
    public void wrapped(String first, String text, Ink ink) throws IOException {
        int indent = width(first);
        String begin = first;
        for (String line : broken(text, columns() - indent)) {
            line(begin + painted(ink, line));
            begin = " ".repeat(indent);
        }
    }

    public String painted(Ink ink, String text) {
        return colour && ink != Ink.PLAIN && !text.isBlank() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }

    /// `text` in lines of at most `width` columns; words that are longer are broken themselves.
    public static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (!line.isEmpty() && width(line) + 1 + width(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            for (int i = 0; i < word.length(); ) {
                int c = word.codePointAt(i);
                if (width(line) + width(c) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.appendCodePoint(c);
                i += Character.charCount(c);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /// Columns that a terminal needs for `text`.
    public static int width(CharSequence text) {
        return text.codePoints().map(TextLines::width).sum();
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return wide(c) ? 2 : 1;
    }

    /// The blocks that Unicode 16's `EastAsianWidth.txt` has as wide, roughly.
    private static boolean wide(int c) {
        return Arrays.stream(WIDE).anyMatch(block -> c >= block[0] && c <= block[1]);
    }
}
