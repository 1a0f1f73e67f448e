package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent environment retire`: ends what an environment protects.
@Command(
        name = "retire",
        description = "Says that an environment is gone for good: what it used stops protecting.",
        sortOptions = false)
final class EnvironmentRetireCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "NAME",
            description = "Its name in the server's configuration, or as `regent sources` shows it.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it goes into the record.")
    private String reason = "";

    EnvironmentRetireCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("environments", name, "retire");
        try (Server server = remote.open()) {
            Answer environment = server.post(route, Body.of("reason", reason).json());
            shown.show(environment, page -> {
                page.title("Retired environment " + environment.text("name"));
                page.field("State", environment.text("state", "-"));
                page.field(
                        "Uses",
                        Units.count(environment.number("uses")) + " now, "
                                + Units.count(environment.number("remembered")) + " remembered");
                page.field("Observed", page.when(environment.time("observedAt")));
            });
            return ExitCode.DONE;
        }
    }
}
