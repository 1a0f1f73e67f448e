package dev.regent.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent undo`: puts back what an execution removed.
@Command(
        name = "undo",
        description = "Puts back what an execution removed, as far as its bytes are still there.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, everything is back (without --wait: begun)",
            "1:refused, stopped, or a step failed",
            "2:bad usage",
            "4:done, with steps skipped or impossible"
        },
        footer = {"", "A tag that points elsewhere by now is never moved.", "", "Example:", "  regent undo 7 --wait"})
final class UndoCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "EXECUTION", description = "The execution, as `regent executions` shows it.")
    private String execution = "";

    @Option(names = "--wait", description = "Wait until it is over, and tell by the exit code how it went.")
    private boolean wait;

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "Put this image back only. Repeatable. Default: everything.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "undone by command",
            description = "Why; it goes into the record. Default: ${DEFAULT-VALUE}.")
    private String reason = "";

    UndoCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        if (execution.isBlank()) {
            throw new IllegalArgumentException("EXECUTION is empty; `regent executions` lists them");
        }
        try (Server server = remote.open()) {
            Body body = Body.of("undo", execution).list("images", images).with("reason", reason);
            return new Carrying(shown, server).carry(body, wait);
        }
    }
}
