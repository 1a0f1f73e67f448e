package dev.regent.policy.yaml;

import java.util.Arrays;

/// The text of one file and the places in it.
public final class Source {

    private final String name;
    private final String text;
    private final int[] lineStarts;
    private final int length;

    /// A text and the name that problems call it by.
    ///
    /// @param text without a byte order mark
    public Source(String name, String text) {
        this.name = name;
        this.text = text;
        int[] characters = text.codePoints().toArray();
        this.length = characters.length;
        this.lineStarts = lineStarts(characters);
    }

    /// All of it.
    public String text() {
        return text;
    }

    /// The place with `at` characters (code points) before it; the end where there are fewer.
    public Place place(int at) {
        int inside = Math.clamp(at, 0, length);
        int found = Arrays.binarySearch(lineStarts, inside);
        int line = found >= 0 ? found : -found - 2;
        return new Place(name, line + 1, inside - lineStarts[line] + 1);
    }

    private static int[] lineStarts(int[] characters) {
        int[] starts = new int[characters.length + 1];
        int lines = 1;
        for (int i = 0; i < characters.length; i++) {
            boolean pair = characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
            if (characters[i] == '\n' || (characters[i] == '\r' && !pair)) {
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }

    /// A place; line and column count from one.
    public record Place(String file, int line, int column) {
        /// What is wrong here.
        public Problem problem(String message) {
            return new Problem(file, line, column, message);
        }

        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }
}
