package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent policies`: what is in force.
@Command(
        name = "policies",
        description = "Lists the policies in force on the server.",
        sortOptions = false,
        footer = {"", "Exit 1: newer policy files could not be read, and older ones are still in force."})
final class PoliciesCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    PoliciesCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer policies = server.get(Route.to("policies"));
            shown.show(policies, page -> draw(page, policies.items()));
            if (policies.has("problem")) {
                shown.surroundings().say("the newest policy files are not in force: " + policies.text("problem"));
                return ExitCode.FAILED;
            }
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, List<Answer> policies) throws IOException {
        page.title(Units.count(policies.size(), "policy", "policies") + " in force");
        for (Answer policy : policies) {
            page.heading(policy.text("name"), policy.brief("digest"));
            page.field("File", policy.text("file", "-"));
            page.field("Scope", scope(policy));
            for (String rule : policy.texts("rules")) {
                page.point("-", rule, Ink.PLAIN);
            }
        }
    }

    private static String scope(Answer policy) {
        return policy.json().path("scope").isValueNode()
                ? policy.text("scope")
                : FarText.whole(policy.json().path("scope").toString());
    }
}
