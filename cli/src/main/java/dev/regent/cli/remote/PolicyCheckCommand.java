package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import dev.regent.policy.PolicyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `regent policy check`: reads policies offline.
@Command(
        name = "check",
        description = "Reads policy files as the server would, without one, and says what is wrong where.",
        sortOptions = false,
        footer = {
            "",
            "Exit 2: something is wrong; each line has file, line and column.",
            "",
            "Example:",
            "  regent policy check policies/"
        })
final class PolicyCheckCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A policy file, or a folder of them.")
    private List<Path> files = new ArrayList<>();

    PolicyCheckCommand(Shown shown) {
        this.shown = shown;
    }

    @Override
    public Integer call() throws Exception {
        List<RetentionPolicy> policies = PolicyFiles.read(files);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("policies");
        for (RetentionPolicy policy : policies) {
            ObjectNode item = items.addObject()
                    .put("name", policy.name())
                    .put("digest", policy.digest().value())
                    .put("allowEmpty", policy.allowEmpty());
            ArrayNode rules = item.putArray("rules");
            policy.items().forEach(rule -> rules.add(rule.written()));
        }
        shown.show(json, page -> draw(page, new Answer(json).list("policies")));
        return ExitCode.DONE;
    }

    private static void draw(Page page, List<Answer> policies) throws IOException {
        page.title(Units.count(policies.size(), "policy", "policies") + ", nothing wrong");
        for (Answer policy : policies) {
            page.heading(policy.text("name"), policy.brief("digest"));
            for (String rule : policy.texts("rules")) {
                page.point("-", rule, Ink.PLAIN);
            }
            if (policy.is("allowEmpty")) {
                page.point("!", "the newest image of a repository may go too", Ink.UNDECIDED);
            }
        }
    }
}
