package dev.regent.engine.report;

import dev.regent.engine.report.TextLines.Ink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A table with one column of text, which takes what room there is, and columns as wide as what is in them.
public final class TextTable {

    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    /// How one column is laid out.
    public enum Column {
        /// Takes the room that the others leave; only one.
        TEXT,
        LEFT,
        NUMBER
    }

    /// What stands in one place of a table.
    public record Cell(String text, Ink ink) {
        public static Cell of(String text) {
            return new Cell(text, Ink.PLAIN);
        }
    }

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public TextTable(List<Column> columns, List<String> headers) {
        this.columns = List.copyOf(columns);
        row(headers.stream().map(header -> new Cell(header, Ink.FAINT)).toList());
    }

    public void row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " cells, got " + cells.size());
        }
        rows.add(List.copyOf(cells));
    }

    public void write(TextLines lines) throws IOException {
        int[] widths = widths(lines.columns());
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < widths.length; i++) {
                Cell cell = row.get(i);
                String text = FarText.shortened(cell.text(), widths[i]);
                String laid = switch (columns.get(i)) {
                    case TEXT, LEFT -> TextLines.left(text, widths[i]);
                    case NUMBER -> TextLines.right(text, widths[i]);
                };
                line.append(i == 0 ? "" : GAP).append(lines.painted(cell.ink(), laid));
            }
            lines.line(line.toString());
        }
    }

    private int[] widths(int room) {
        int[] widths = new int[columns.size()];
        int left = room - INDENT.length() - GAP.length() * (columns.size() - 1);
        for (int i = 0; i < widths.length; i++) {
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], TextLines.width(row.get(i).text()));
            }
            if (columns.get(i) != Column.TEXT) {
                left -= widths[i];
            }
        }
        int text = columns.indexOf(Column.TEXT);
        if (text >= 0) {
            widths[text] = Math.min(widths[text], Math.max(8, left));
        }
        return widths;
    }
}
