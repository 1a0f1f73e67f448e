package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent uses`: where an image is used.
@Command(
        name = "uses",
        description = "Says where an image runs, is wanted, or could be rolled back to, and since when.",
        sortOptions = false)
final class UsesCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "IMAGE",
            description = "For example team/app:1.0, registry.example/team/app:1.0 or team/app@sha256:….")
    private String image = "";

    @Option(names = "--environment", paramLabel = "NAME", description = "Only in this environment.")
    private @Nullable String environment;

    @Option(names = "--current", description = "Only what its environment shows now, without what is remembered.")
    private boolean current;

    UsesCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("uses").with("image", image).with("environment", Optional.ofNullable(environment));
        try (Server server = remote.open()) {
            Answer uses = server.all(current ? route.with("current", "true") : route);
            shown.show(uses, page -> draw(page, uses.items()));
            return ExitCode.DONE;
        }
    }

    private void draw(Page page, List<Answer> uses) throws IOException {
        page.title(FarText.whole(image) + ": " + Units.count(uses.size(), "use", "uses"));
        if (uses.isEmpty()) {
            page.faint("No environment that was heard uses it. `regent sources` tells which were heard.");
            return;
        }
        Grid grid = new Grid(page)
                .column("environment", Column.LEFT)
                .column("workload", Column.TEXT)
                .column("container", Column.TEXT, 100)
                .column("kind", Column.LEFT)
                .column("tier", Column.LEFT, 60)
                .column("team", Column.LEFT, 90)
                .column("since", Column.NUMBER)
                .column("until", Column.LEFT, 110)
                .column("heard", Column.NUMBER, 80)
                .column("protects", Column.LEFT);
        for (Answer use : uses) {
            grid.row(
                    use.text("environment"),
                    use.text("workload"),
                    use.text("container", "-"),
                    use.text("kind"),
                    use.text("tier", "-"),
                    use.text("team", "-"),
                    page.ago(use.time("from")),
                    use.has("to") ? page.ago(use.time("to")) : "now",
                    page.ago(use.time("heardAt")),
                    Grid.word(use.is("protects") ? "yes" : "no"));
        }
        grid.write();
        for (Answer use : uses) {
            if (use.has("why")) {
                page.point("-", use.text("workload") + ": " + use.text("why"), Ink.PLAIN);
            }
        }
    }
}
