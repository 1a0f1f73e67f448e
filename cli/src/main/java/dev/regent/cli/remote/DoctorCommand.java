package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextLines;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent doctor`: what works and what does not.
@Command(
        name = "doctor",
        description = "Checks every source: what works, which right is missing, what to do.",
        sortOptions = false,
        footer = {"", "Exit 3: a check failed."})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    DoctorCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer checks = server.all(Route.to("doctor"));
            shown.show(checks, page -> draw(page, checks.items()));
            return checks.items().stream().anyMatch(DoctorCommand::failed) ? ExitCode.UNHEARD : ExitCode.DONE;
        }
    }

    private static boolean failed(Answer check) {
        return check.has("ok") && !check.is("ok");
    }

    private static void draw(Page page, List<Answer> checks) throws IOException {
        long failed = checks.stream().filter(DoctorCommand::failed).count();
        long unknown = checks.stream().filter(check -> !check.has("ok")).count();
        page.title(Units.count(checks.size(), "check", "checks") + ": " + Units.count(failed) + " failed, "
                + Units.count(unknown) + " unknown");
        String source = "";
        for (Answer check : checks) {
            if (!check.text("source").equals(source)) {
                source = check.text("source");
                page.heading(source, "");
            }
            String word = !check.has("ok") ? "?" : check.is("ok") ? "ok" : "!";
            Ink ink = !check.has("ok") ? Ink.UNDECIDED : check.is("ok") ? Ink.STAYS : Ink.GOES;
            page.point(TextLines.left(word, 2), check.text("check"), ink);
            page.point("  ", check.text("detail", "-"), Ink.PLAIN);
            if (check.has("remedy") && !check.is("ok")) {
                page.point("  ", "do: " + check.text("remedy"), Ink.STRONG);
            }
        }
    }
}
