package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `regent look`: observes now, not when it is due.
@Command(name = "look", description = "Asks the server to look at a registry now.", sortOptions = false)
final class LookCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "REGISTRY", description = "Its name in the server's configuration.")
    private String registry = "";

    LookCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("registries", registry, "look");
        try (Server server = remote.open()) {
            Answer look = server.post(route, new Body().json());
            shown.show(look, page -> {
                page.title("Looking at " + FarText.whole(registry));
                page.field("Observation", look.text("observation", "-"));
                page.heading("NEXT", "what it heard");
                page.command("regent sources");
            });
            return ExitCode.DONE;
        }
    }
}
