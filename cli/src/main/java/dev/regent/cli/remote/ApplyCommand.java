package dev.regent.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent apply`: carries an approved plan out.
@Command(
        name = "apply",
        description = "Carries an approved plan out: what of it a plan made anew at that moment still has.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, every step done or gone already (without --wait: begun)",
            "1:refused, stopped, or a step failed",
            "2:bad usage",
            "4:done, with steps skipped or impossible"
        },
        footer = {
            "",
            "Ctrl-C ends the waiting; the execution goes on.",
            "",
            "Example:",
            "  regent apply 7e5137f1736d --wait"
        })
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "PLAN", description = "Its digest, or so much of its beginning that no other plan has it.")
    private String plan = "";

    @Option(names = "--wait", description = "Wait until it is over, and tell by the exit code how it went.")
    private boolean wait;

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "Carry out the steps for this image only. Repeatable. Default: all steps.")
    private List<String> images = new ArrayList<>();

    ApplyCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        PlanName name = PlanName.of(plan);
        try (Server server = remote.open()) {
            String digest = name.found(server).raw("digest");
            Body body = Body.of("plan", digest).list("image", images);
            return new Carrying(shown, server).carry(body, wait);
        }
    }
}
