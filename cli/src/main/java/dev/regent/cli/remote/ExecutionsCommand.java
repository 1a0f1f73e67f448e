package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `regent executions`: what was carried out.
@Command(
        name = "executions",
        description = "Lists what was carried out and undone, or shows one execution step by step.",
        sortOptions = false)
final class ExecutionsCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "EXECUTION", arity = "0..1", description = "One of them. Default: all.")
    private @Nullable String execution;

    ExecutionsCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            if (execution != null) {
                Answer one = server.get(Route.to("executions", execution));
                shown.show(one, new Execution(one)::draw);
                return ExitCode.DONE;
            }
            Answer all = server.all(Route.to("executions"));
            shown.show(all, page -> draw(page, all.items()));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, List<Answer> executions) throws IOException {
        page.title(Units.count(executions.size(), "execution", "executions"));
        if (executions.isEmpty()) {
            return;
        }
        Grid grid = new Grid(page)
                .column("execution", Column.LEFT)
                .column("state", Column.LEFT)
                .column("kind", Column.LEFT)
                .column("registry", Column.TEXT, 60)
                .column("steps", Column.LEFT, 80)
                .column("by", Column.LEFT, 100)
                .column("started", Column.NUMBER);
        executions.forEach(head -> Execution.row(grid, page, head));
        grid.write();
    }
}
