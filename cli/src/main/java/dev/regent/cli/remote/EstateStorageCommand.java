package dev.regent.cli.remote;

import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `regent estate storage`: where the bytes lie.
@Command(
        name = "storage",
        description = "Says how much each registry, repository, team or base holds.",
        sortOptions = false,
        footer = {
            "",
            "alone: freed if it went. share: what is shared divided equally, so that all of them sum to what is stored.",
            "pulls: as far as a registry tells of them; nothing is removed for having none. What an index lists doesn't count,",
            "by whatever tag it is pulled."
        })
final class EstateStorageCommand extends EstateCommand {

    /// Wider than any terminal.
    private static final int NEVER = Integer.MAX_VALUE;

    @Option(
            names = "--by",
            order = 1,
            paramLabel = "registry|repository|team|base",
            defaultValue = "repository",
            description = "What is told apart. Default: ${DEFAULT-VALUE}.")
    private String by = "repository";

    @Option(
            names = "--order",
            order = 2,
            paramLabel = "bytes|pulls",
            defaultValue = "bytes",
            description = {
                "The largest first, or those that are pulled least for what they take. Default: ${DEFAULT-VALUE}.",
                "By pulls only registries and repositories."
            })
    private String order = "bytes";

    @Option(
            names = "--days",
            order = 3,
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "Of how many days pulls count, at most 90. Default: ${DEFAULT-VALUE}.")
    private int days = 30;

    EstateStorageCommand(Shown shown) {
        super(shown);
    }

    @Override
    Route route() {
        return Route.to("estate", "storage").with("by", by).with("order", order).with("days", String.valueOf(days));
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
        boolean pulled = items.stream().anyMatch(item -> item.has("pulls"));
        Grid grid = new Grid(page)
                .column(by, Column.TEXT)
                .column("share", Column.NUMBER)
                .column("pulls", Column.NUMBER, pulled ? 0 : NEVER)
                .column("alone", Column.NUMBER)
                .column("bytes", Column.NUMBER, 70)
                .column("tags", Column.NUMBER, 80)
                .column("manifests", Column.NUMBER, 90)
                .column("registry", Column.LEFT, 100);
        for (Answer item : items) {
            grid.row(
                    label(item),
                    Units.bytes(item.number("attributedBytes")),
                    item.has("pulls") ? Units.count(item.number("pulls")) : "?",
                    Units.bytes(item.number("exclusiveBytes")),
                    Units.bytes(item.number("bytes")),
                    Units.count(item.number("tags")),
                    Units.count(item.number("manifests")),
                    item.text("registry", "-"));
        }
        grid.write();
        if (pulled) {
            page.faint("pulls: of " + (days == 1 ? "today" : days + " days") + ", as " + since(items));
        } else if (order.equals("pulls")) {
            page.faint("No registry told of pulls yet: `docs/connectors/registry.md` says how it can.");
        }
    }

    /// Each registry once: before, its pulls aren't known.
    private static String since(List<Answer> items) {
        return items.stream()
                .filter(item -> item.has("pullsSince"))
                .map(item -> item.text("registry") + " tells since " + item.text("pullsSince"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
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
