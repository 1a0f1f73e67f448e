package dev.regent.cli.remote;

import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `regent estate layers`: the largest, and those that old images alone hold.
@Command(
        name = "layers",
        description = "Lists layers with the images, repositories and workloads that hold them.",
        sortOptions = false)
final class EstateLayersCommand extends EstateCommand {

    private static final int SHOWN = 40;

    @Option(
            names = "--order",
            order = 1,
            paramLabel = "size|images",
            defaultValue = "size",
            description = "The largest, or those that most images hold, first. Default: ${DEFAULT-VALUE}.")
    private String order = "size";

    @Option(names = "--exclusive", order = 2, description = "Only those that one repository alone has.")
    private boolean exclusive;

    @Option(names = "--only-old", order = 3, description = "Only those that old images alone hold.")
    private boolean onlyOld;

    @Option(
            names = "--days",
            order = 4,
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How old an image is that is old. Default: ${DEFAULT-VALUE}.")
    private int days = 90;

    @Option(
            names = "--newest",
            order = 5,
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "How many of a repository's newest are never old. Default: ${DEFAULT-VALUE}.")
    private int newest = 3;

    EstateLayersCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "layers")
                .with("order", order)
                .with("exclusive", String.valueOf(exclusive))
                .with("onlyOld", String.valueOf(onlyOld))
                .with("days", String.valueOf(days))
                .with("newest", String.valueOf(newest));
    }

    @Override
    OptionalInt most() {
        return OptionalInt.of(SHOWN);
    }

    @Override
    void draw(Page page, List<Answer> items) throws IOException {
        long all = items.stream().mapToLong(item -> item.number("bytes")).sum();
        page.title(Units.count(items.size(), "layer", "layers")
                + (onlyOld ? " that old images alone hold, " : ", ")
                + Units.bytes(all));
        if (items.isEmpty()) {
            page.faint("No layer is so.");
            return;
        }
        Grid grid = new Grid(page)
                .column("layer", Column.LEFT)
                .column("bytes", Column.NUMBER)
                .column("images", Column.NUMBER)
                .column("repositories", Column.NUMBER, 60)
                .column("workloads", Column.NUMBER)
                .column("newest image", Column.NUMBER, 80)
                .column("only in", Column.TEXT, 100)
                .column("registry", Column.LEFT, 110);
        for (Answer item : items) {
            grid.row(
                    item.brief("digest"),
                    Units.bytes(item.number("bytes")),
                    Units.count(item.number("images")),
                    Units.count(item.number("repositories")),
                    Units.count(item.number("workloads")),
                    page.ago(item.time("newest")),
                    item.text("onlyIn", "-"),
                    item.text("registry"));
        }
        grid.write();
    }
}
