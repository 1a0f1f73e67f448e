package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent stop`: ends an execution after the closure that it is at.
@Command(
        name = "stop",
        description = "Stops an execution. What it has begun with an image, it brings to an end.",
        sortOptions = false)
final class StopCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "EXECUTION", description = "The execution, as `regent executions` shows it.")
    private String execution = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it goes into the record.")
    private String reason = "";

    StopCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("executions", execution, "stop");
        try (Server server = remote.open()) {
            Answer answer = server.post(route, Body.of("reason", reason).json());
            shown.show(answer, new Execution(answer)::draw);
            return ExitCode.DONE;
        }
    }
}
