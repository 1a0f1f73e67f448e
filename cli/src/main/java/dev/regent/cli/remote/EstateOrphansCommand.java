package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// `regent estate orphans`: what lies on volumes and belongs to nothing.
@Command(
        name = "orphans",
        description = "Lists blobs that no manifest references, and pushes that were not finished.",
        sortOptions = false,
        footer = {"", "They are known only of registries that are read by `storage:`."})
final class EstateOrphansCommand extends EstateCommand {

    private static final int SHOWN = 40;

    EstateOrphansCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "orphans");
    }

    @Override
    void draw(Page page, List<Answer> items) throws IOException {
        page.title("Blobs and pushes that belong to nothing");
        if (items.isEmpty()) {
            page.faint("No registry is configured.");
            return;
        }
        for (Answer item : items) {
            switch (item.raw("kind")) {
                case "unknown" -> page.point("?", item.text("registry") + ": " + item.text("why", ""), Ink.UNDECIDED);
                case "blobs" -> page.point("-", sum(item, "blob", "blobs"), Ink.PLAIN);
                case "uploads" -> page.point("-", sum(item, "unfinished push", "unfinished pushes"), Ink.PLAIN);
                default -> {}
            }
        }
        List<Answer> single = items.stream().filter(EstateOrphansCommand::isOne).toList();
        if (single.isEmpty()) {
            return;
        }
        Grid grid = new Grid(page)
                .column("kind", Column.LEFT)
                .column("bytes", Column.NUMBER)
                .column("since", Column.NUMBER)
                .column("name", Column.LEFT)
                .column("repository", Column.TEXT, 80)
                .column("registry", Column.LEFT, 100);
        for (Answer item : single.subList(0, Math.min(SHOWN, single.size()))) {
            grid.row(
                    item.text("kind"),
                    Units.bytes(item.number("bytes")),
                    page.ago(item.time("since")),
                    item.brief("name"),
                    item.text("repository", "-"),
                    item.text("registry"));
        }
        grid.write();
        if (single.size() > SHOWN) {
            page.faint((single.size() - SHOWN) + " more: `--csv` or `--output json` has them.");
        }
    }

    private static boolean isOne(Answer item) {
        return item.raw("kind").equals("blob") || item.raw("kind").equals("upload");
    }

    private static String sum(Answer item, String one, String many) {
        return item.text("registry") + ": " + Units.count(item.number("count"), one, many) + ", "
                + Units.bytes(item.number("bytes"));
    }
}
