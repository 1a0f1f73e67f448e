package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent sources`: what was heard.
@Command(
        name = "sources",
        description = "Lists registries and environments, how well and when they were heard.",
        sortOptions = false,
        footer = {"", "Exit 3: a source was not wholly heard."})
final class SourcesCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    SourcesCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer sources = server.all(Route.to("sources"));
            shown.show(sources, page -> draw(page, sources.items()));
            return sources.items().stream().allMatch(SourcesCommand::heard) ? ExitCode.DONE : ExitCode.UNHEARD;
        }
    }

    private static boolean heard(Answer source) {
        return source.raw("heard").equals("yes") || source.raw("state").equals("retired");
    }

    /// How fast it answered in its last look, where that is known.
    private static void answers(Page page, Answer source) throws IOException {
        Answer health = source.at("health");
        if (health.has("medianMillis") && health.has("p95Millis")) {
            page.faint(source.text("name") + ": answers take " + millis(health.decimal("medianMillis")) + " (median), "
                    + millis(health.decimal("p95Millis")) + " (p95)");
        }
    }

    private static String millis(double millis) {
        return millis < 10 ? String.format(Locale.ROOT, "%.1f ms", millis) : Units.count(Math.round(millis)) + " ms";
    }

    private static void draw(Page page, List<Answer> sources) throws IOException {
        page.title(Units.count(sources.size(), "source", "sources"));
        if (sources.isEmpty()) {
            return;
        }
        Grid grid = new Grid(page)
                .column("heard", Column.LEFT)
                .column("name", Column.TEXT)
                .column("kind", Column.LEFT, 60)
                .column("observed", Column.NUMBER)
                .column("next", Column.LEFT, 80)
                .column("requests", Column.NUMBER, 100)
                .column("state", Column.LEFT, 110);
        for (Answer source : sources) {
            grid.row(
                    Grid.word(source.text("heard")),
                    source.text("name"),
                    source.text("kind"),
                    page.ago(source.time("observedAt")),
                    page.ago(source.time("nextAt")),
                    Units.count(source.number("requests")),
                    Grid.word(source.text("state", "-")));
        }
        grid.write();
        for (Answer source : sources) {
            if (!heard(source)) {
                page.point("!", source.text("name") + ": " + source.text("detail", "-"), Ink.UNDECIDED);
            }
            answers(page, source);
            for (String blind : source.texts("blindSpots")) {
                page.point(" ", blind, Ink.PLAIN);
            }
            if (source.number("protecting") > 0) {
                page.point(
                        "-",
                        source.text("name") + ": " + Units.count(source.number("protecting"), "use", "uses")
                                + " that it no longer shows still protect; to end that:",
                        Ink.PLAIN);
                page.command("regent environment confirm " + source.text("name") + " --reason TEXT");
            }
        }
    }
}
