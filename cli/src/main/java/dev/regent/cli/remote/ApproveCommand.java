package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent approve`: says that a plan may be carried out.
@Command(
        name = "approve",
        description = "Approves a plan, so that it may be carried out.",
        sortOptions = false,
        footer = {"", "Example:", "  regent approve 7e5137f1736d --reason \"agreed with team app\""})
final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "PLAN", description = "Its digest, or so much of its beginning that no other plan has it.")
    private String plan = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it goes into the record.")
    private String reason = "";

    @Option(names = "--allow-large", description = "Approve it though it is larger than the server's limits.")
    private boolean allowLarge;

    ApproveCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        PlanName name = PlanName.of(plan);
        try (Server server = remote.open()) {
            Answer found = name.found(server);
            Answer approval = server.post(
                    Route.to("plans", found.raw("digest"), "approvals"),
                    Body.of("reason", reason).flag("allowLarge", allowLarge).json());
            shown.show(approval, page -> draw(page, found, approval));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, Answer plan, Answer approval) throws IOException {
        page.title("Approved plan " + plan.brief("digest"));
        page.field("Registry", plan.text("registry"));
        page.field("Steps", Units.count(plan.list("steps").size()));
        page.field("Frees", PlanPage.frees(plan));
        page.field("Approval", approval.text("approval") + ", by " + approval.text("by"));
        page.field("Until", page.when(approval.time("until")));
        page.heading("NEXT", "");
        page.command("regent apply " + plan.brief("digest") + " --wait");
    }
}
