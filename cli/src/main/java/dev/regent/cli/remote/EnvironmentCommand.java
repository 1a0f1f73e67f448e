package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What people say about an environment that went or changed.
abstract class EnvironmentCommand implements Callable<Integer> {

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

    private final String verb;
    private final String done;

    /// @param verb as it stands in the address
    /// @param done the first word of what is told afterwards
    EnvironmentCommand(Shown shown, String verb, String done) {
        this.shown = shown;
        this.remote = new Remote(shown);
        this.verb = verb;
        this.done = done;
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("environments", name, verb);
        try (Server server = remote.open()) {
            Answer environment = server.post(route, Body.of("reason", reason).json());
            shown.show(environment, page -> {
                page.title(done + " environment " + environment.text("name"));
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
