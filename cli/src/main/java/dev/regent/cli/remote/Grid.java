package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable;
import dev.regent.engine.report.TextTable.Cell;
import dev.regent.engine.report.TextTable.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A table that leaves columns out where the terminal is too narrow for them.
final class Grid {

    /// One column.
    ///
    /// @param from how wide a terminal has to be for it
    private record Heading(String name, Column layout, int from) {}

    private final Page page;
    private final List<Heading> headings = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    Grid(Page page) {
        this.page = page;
    }

    /// A column that is always there.
    Grid column(String name, Column layout) {
        return column(name, layout, 0);
    }

    Grid column(String name, Column layout, int from) {
        headings.add(new Heading(name, layout, from));
        return this;
    }

    void row(Object... cells) {
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Cell made ? made : Cell.of(String.valueOf(cell)));
        }
        rows.add(row);
    }

    /// A word in the ink of its news.
    static Cell word(String word) {
        return new Cell(word, Page.ink(word));
    }

    static Cell faint(String text) {
        return new Cell(text, Ink.FAINT);
    }

    void write() throws IOException {
        List<Heading> shown = headings.stream()
                .filter(heading -> heading.from() <= page.columns())
                .toList();
        TextTable table = new TextTable(
                shown.stream().map(Heading::layout).toList(),
                shown.stream().map(Heading::name).toList());
        for (List<Cell> row : rows) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                if (headings.get(i).from() <= page.columns()) {
                    cells.add(row.get(i));
                }
            }
            table.row(cells);
        }
        table.write(page.lines());
    }
}
