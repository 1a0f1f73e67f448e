package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `regent registries`: those that are looked at, or those that could be.
@Command(
        name = "registries",
        description = "Lists registries with their numbers, or those that could be added.",
        sortOptions = false)
final class RegistriesCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Option(
            names = "--offered",
            description = "Those that Portainer or another manager of environments knows and that aren't configured, as"
                    + " lines to paste under `registries:`.")
    private boolean offered;

    RegistriesCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer registries = server.all(offered ? Route.to("registries", "offered") : Route.to("registries"));
            shown.show(registries, page -> {
                if (offered) {
                    paste(page, registries.items());
                } else {
                    draw(page, registries.items());
                }
            });
            return ExitCode.DONE;
        }
    }

    /// Only comments and what the server made: nothing of a far side's can become a key.
    private static void paste(Page page, List<Answer> registries) throws IOException {
        page.lines()
                .line("# " + Units.count(registries.size(), "registry is", "registries are")
                        + " known and not configured.");
        for (Answer registry : registries) {
            page.lines().line("");
            page.lines()
                    .line("# " + registry.text("name") + " (" + registry.text("product") + ", " + registry.text("host")
                            + "), known to " + registry.text("by"));
            List<String> environments = registry.texts("environments");
            if (!environments.isEmpty()) {
                page.lines().line("# for " + String.join(", ", environments));
            }
            if (registry.has("yaml")) {
                for (String line : registry.raw("yaml").stripTrailing().split("\n", -1)) {
                    page.lines().line(FarText.whole(line));
                }
            } else {
                page.lines().line("# its host is no name of a host");
            }
        }
    }

    private static void draw(Page page, List<Answer> registries) throws IOException {
        page.title(Units.count(registries.size(), "registry", "registries"));
        if (registries.isEmpty()) {
            return;
        }
        Grid grid = new Grid(page)
                .column("heard", Column.LEFT)
                .column("name", Column.TEXT)
                .column("observed", Column.NUMBER, 60)
                .column("repositories", Column.NUMBER, 70)
                .column("tags", Column.NUMBER)
                .column("bytes", Column.NUMBER)
                .column("reclaimable", Column.NUMBER, 80);
        for (Answer registry : registries) {
            grid.row(
                    Grid.word(registry.text("heard")),
                    registry.text("name"),
                    page.ago(registry.time("observedAt")),
                    Units.count(registry.number("repositories")),
                    Units.count(registry.number("tags")),
                    Units.bytes(registry.number("uniqueBytes")),
                    Units.bytes(registry.number("reclaimBytes")));
        }
        grid.write();
    }
}
