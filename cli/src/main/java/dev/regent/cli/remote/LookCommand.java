package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.cli.terminal.TerminalProgress;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent look`: observes now, not when it is due.
@Command(
        name = "look",
        description = {
            "Asks the server to look at a registry now.",
            "A look that is stopped or cut off goes on where it was, if the next one begins within an hour."
        },
        sortOptions = false)
final class LookCommand implements Callable<Integer> {

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /// So long a look that was asked for may take to begin.
    private static final int BEGINS_WITHIN = 15;

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "REGISTRY", description = "Its name in the server's configuration.")
    private String registry = "";

    @ArgGroup
    private What what = new What();

    /// One of these.
    static final class What {
        @Option(names = "--follow", description = "Wait for its end, with how far it is on the terminal.")
        private boolean follow;

        @Option(names = "--status", description = "Only say how far the look is that is under way.")
        private boolean status;

        @Option(names = "--stop", description = "Stop the look that is under way.")
        private boolean stop;
    }

    LookCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route = Route.to("registries", registry, "look");
        try (Server server = remote.open()) {
            if (what.stop) {
                server.delete(route, new Body().json());
                shown.show(server.get(route), page -> page.title("Stopping the look at " + FarText.whole(registry)));
                return ExitCode.DONE;
            }
            if (what.status) {
                Answer look = server.get(route);
                shown.show(look, page -> drawState(page, look));
                return ExitCode.DONE;
            }
            Answer asked = server.post(route, new Body().json());
            if (!what.follow) {
                shown.show(asked, this::drawAsked);
                return ExitCode.DONE;
            }
            Answer over = followed(server, route);
            shown.show(over, page -> drawEnd(page, over));
            return over.raw("heard").equals("yes") ? ExitCode.DONE : ExitCode.UNHEARD;
        }
    }

    /// Waits until the look that was asked for is over, or the one that was under way.
    private Answer followed(Server server, Route route) throws RemoteFailure, InterruptedException {
        Route whole = Route.to("registries", registry);
        String before = server.get(whole).raw("observedAt");
        try (TerminalProgress progress = TerminalProgress.start(shown.surroundings())) {
            for (int waited = 0; ; waited++) {
                Answer look = server.get(route);
                boolean underWay = look.raw("state").equals("under way");
                Answer now = server.get(whole);
                if (!underWay
                        && (waited > BEGINS_WITHIN || !now.raw("observedAt").equals(before))) {
                    return now;
                }
                if (underWay) {
                    progress.at(registry, "tags", look.number("done"), look.number("total"));
                }
                Thread.sleep(BETWEEN);
            }
        }
    }

    private void drawAsked(Page page) throws IOException {
        page.title("Looking at " + FarText.whole(registry));
        page.heading("NEXT", "how far it is, and what it heard");
        page.command("regent look " + registry + " --status");
        page.command("regent sources");
    }

    private static void drawEnd(Page page, Answer over) throws IOException {
        page.title("Looked at " + over.text("name"));
        page.field("Heard", over.text("heard", "never"), Page.ink(over.raw("heard")));
        page.field("Observed", page.when(over.time("observedAt")));
        page.field(
                "Holds",
                Units.count(over.number("repositories"), "repository", "repositories") + ", "
                        + Units.count(over.number("tags"), "tag", "tags") + ", "
                        + Units.bytes(over.number("uniqueBytes")));
        page.heading("NEXT", "what it didn't hear, and what could go");
        page.command("regent sources");
        page.command("regent plans");
    }

    private static void drawState(Page page, Answer look) throws IOException {
        page.title("Look at " + look.text("registry") + ": " + look.text("state", "none"));
        if (look.has("beganAt")) {
            page.field("Began", page.when(look.time("beganAt")));
            page.field("Tags", Units.count(look.number("done")) + " of " + Units.count(look.number("total")) + " read");
        }
        if (look.has("perSecond")) {
            page.field(
                    "Rate", Units.count(Math.round(look.json().path("perSecond").asDouble())) + " a second");
        }
        if (look.has("secondsLeft")) {
            page.field("Left", TerminalProgress.length(Duration.ofSeconds(look.number("secondsLeft"))));
        }
        page.field("Next", page.when(look.time("next")));
    }
}
