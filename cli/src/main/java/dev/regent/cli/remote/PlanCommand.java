package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.policy.PolicyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `regent plan`: asks the server what could go.
@Command(
        name = "plan",
        description = "Has the server propose a plan: what could go of a registry, and why. Nothing is deleted.",
        sortOptions = false,
        footer = {
            "",
            "The same estate and policies give the same plan. Exit 3: sources were not wholly heard.",
            "",
            "Examples:",
            "  regent plan --registry main",
            "  regent plan --registry main --image team/app:1.0 --image team/app:1.1"
        })
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Option(names = "--registry", paramLabel = "NAME", required = true, description = "The registry to plan for.")
    private String registry = "";

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "A retention policy, or a folder of them, besides the server's. Repeatable.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "An image picked by hand; it goes through the same plan. Repeatable.")
    private List<String> images = new ArrayList<>();

    PlanCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Body body = Body.of("registry", registry).list("images", images);
        if (!policies.isEmpty()) {
            body.with("policy", policyText(policies));
        }
        try (Server server = remote.open()) {
            Answer plan = server.post(Route.to("plans"), body.json());
            shown.show(plan, new PlanPage(plan)::draw);
            return PlanPage.unheard(plan).isEmpty() ? ExitCode.DONE : ExitCode.UNHEARD;
        }
    }

    private static String policyText(List<Path> files) throws PolicyException {
        return new PolicyTexts(files).joined();
    }
}
