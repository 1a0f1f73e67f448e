package dev.regent.cli.remote;

import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `regent estate growth`: who grows.
@Command(
        name = "growth",
        description = "Says what grew by how much; what grew most comes first.",
        sortOptions = false,
        footer = {"", "There is one point a day since Regent looks; what is older than 90 days has one a week."})
final class EstateGrowthCommand extends EstateCommand {

    @Option(
            names = "--by",
            order = 1,
            paramLabel = "registry|repository|team",
            defaultValue = "registry",
            description = "What is told apart. Default: ${DEFAULT-VALUE}.")
    private String by = "registry";

    @Option(
            names = "--days",
            order = 2,
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How far back. Default: ${DEFAULT-VALUE}.")
    private int days = 90;

    EstateGrowthCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "growth").with("by", by).with("days", String.valueOf(days));
    }

    @Override
    void draw(Page page, List<Answer> items) throws IOException {
        page.title("Growth by " + by + ", " + Units.count(days, "day", "days"));
        if (items.isEmpty()) {
            page.faint("No day was kept yet: each day's last look at all of a registry is.");
            return;
        }
        Grid grid = new Grid(page)
                .column(by, Column.TEXT)
                .column("grew", Column.NUMBER)
                .column("now", Column.NUMBER)
                .column("since", Column.LEFT, 60)
                .column("days known", Column.NUMBER, 80)
                .column("registry", Column.LEFT, 100);
        for (Answer item : items) {
            List<Answer> points = item.list("points");
            grid.row(
                    name(item, "(no team)"),
                    signed(item.number("grewBytes")),
                    Units.bytes(points.getLast().number("attributedBytes")),
                    points.getFirst().text("day"),
                    Units.count(points.size()),
                    item.text("registry", "-"));
        }
        grid.write();
        if (items.stream().allMatch(item -> item.list("points").size() < 2)) {
            page.faint("One day is known: growth shows from the second on.");
        }
    }

    private static String signed(long bytes) {
        return bytes < 0 ? "-" + Units.bytes(-bytes) : "+" + Units.bytes(bytes);
    }
}
