package dev.regent.cli.remote;

import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `regent estate storage`: where the bytes lie.
@Command(
        name = "storage",
        description = "Says how much each registry, repository, team or base holds.",
        sortOptions = false,
        footer = {
            "",
            "alone: freed if it went. share: what is shared divided equally, so that all of them sum to what is stored."
        })
final class EstateStorageCommand extends EstateCommand {

    @Option(
            names = "--by",
            order = 1,
            paramLabel = "registry|repository|team|base",
            defaultValue = "repository",
            description = "What is told apart. Default: ${DEFAULT-VALUE}.")
    private String by = "repository";

    EstateStorageCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "storage").with("by", by);
    }

    @Override
    void draw(Page page, List<Answer> items) throws IOException {
        long all =
                items.stream().mapToLong(item -> item.number("attributedBytes")).sum();
        page.title(Units.bytes(all) + " by " + by);
        if (items.isEmpty()) {
            page.faint("Nothing was seen yet. `regent sources` tells what is looked at.");
            return;
        }
        Grid grid = new Grid(page)
                .column(by, Column.TEXT)
                .column("share", Column.NUMBER)
                .column("alone", Column.NUMBER)
                .column("bytes", Column.NUMBER, 70)
                .column("tags", Column.NUMBER, 80)
                .column("manifests", Column.NUMBER, 90)
                .column("registry", Column.LEFT, 100);
        for (Answer item : items) {
            grid.row(
                    label(item),
                    Units.bytes(item.number("attributedBytes")),
                    Units.bytes(item.number("exclusiveBytes")),
                    Units.bytes(item.number("bytes")),
                    Units.count(item.number("tags")),
                    Units.count(item.number("manifests")),
                    item.text("registry", "-"));
        }
        grid.write();
    }

    private static String label(Answer item) {
        return switch (item.raw("known")) {
            case "own" -> "(a lowest layer of its own)";
            case "none" -> "(no image)";
            case "layer" ->
                "layer " + item.brief("digest") + (item.has("foundIn") ? ", as in " + item.text("foundIn") : "");
            case "annotation" -> item.has("name") ? item.text("name") : "image " + item.brief("digest");
            default -> name(item, "(no team)");
        };
    }
}
