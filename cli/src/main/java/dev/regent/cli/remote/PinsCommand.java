package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent pins`: what is pinned.
@Command(name = "pins", description = "Lists what is pinned, why, by whom and until when.", sortOptions = false)
final class PinsCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    PinsCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer pins = server.all(Route.to("pins"));
            shown.show(pins, page -> draw(page, pins.items()));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, List<Answer> pins) throws IOException {
        page.title(Units.count(pins.size(), "pin", "pins"));
        if (pins.isEmpty()) {
            page.command("regent pin IMAGE --reason TEXT");
            return;
        }
        Grid grid = new Grid(page)
                .column("image", Column.TEXT)
                .column("until", Column.LEFT)
                .column("owner", Column.LEFT, 60)
                .column("by", Column.LEFT, 90)
                .column("source", Column.LEFT, 110);
        for (Answer pin : pins) {
            grid.row(
                    pin.text("image"),
                    page.ago(pin.time("until")),
                    pin.text("owner", "-"),
                    pin.text("by", "-"),
                    pin.text("source", "-"));
        }
        grid.write();
        page.heading("WHY", "");
        for (Answer pin : pins) {
            page.point("-", pin.text("image") + ": " + pin.text("reason"), Ink.PLAIN);
        }
    }
}
