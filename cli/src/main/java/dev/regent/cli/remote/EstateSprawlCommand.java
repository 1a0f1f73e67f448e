package dev.regent.cli.remote;

import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `regent estate sprawl`: tags that nobody tells apart, images without one.
@Command(
        name = "sprawl",
        description = "Lists repositories by how many tags they could spare, with images without tags.",
        sortOptions = false,
        footer = {"", "to spare: tags without which each image that has one still had one."})
final class EstateSprawlCommand extends EstateCommand {

    @Option(
            names = "--days",
            order = 1,
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How long ago a tag was first seen that counts as never moved. Default: ${DEFAULT-VALUE}.")
    private int days = 90;

    EstateSprawlCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "sprawl").with("days", String.valueOf(days));
    }

    @Override
    void draw(Page page, List<Answer> items) throws IOException {
        long spare =
                items.stream().mapToLong(item -> item.number("surplusTags")).sum();
        page.title(Units.count(items.size(), "repository", "repositories") + ", " + Units.count(spare, "tag", "tags")
                + " to spare");
        if (items.isEmpty()) {
            page.faint("Nothing was seen yet. `regent sources` tells what is looked at.");
            return;
        }
        Grid grid = new Grid(page)
                .column("repository", Column.TEXT)
                .column("tags", Column.NUMBER)
                .column("images", Column.NUMBER)
                .column("to spare", Column.NUMBER)
                .column("never moved", Column.NUMBER, 70)
                .column("untagged", Column.NUMBER, 80)
                .column("untagged bytes", Column.NUMBER, 90)
                .column("repeated layers", Column.NUMBER, 110)
                .column("registry", Column.LEFT, 120);
        for (Answer item : items) {
            grid.row(
                    item.text("repository"),
                    Units.count(item.number("tags")),
                    Units.count(item.number("tagged")),
                    Units.count(item.number("surplusTags")),
                    Units.count(item.number("unmoved")),
                    item.has("untagged") ? Units.count(item.number("untagged")) : "?",
                    item.has("untaggedBytes") ? Units.bytes(item.number("untaggedBytes")) : "?",
                    Units.count(item.number("repeatedLayers")),
                    item.text("registry"));
        }
        grid.write();
        if (items.stream().anyMatch(item -> !item.has("untagged"))) {
            page.faint("?: images without a tag are seen only where a registry is read by `storage:`.");
        }
    }
}
