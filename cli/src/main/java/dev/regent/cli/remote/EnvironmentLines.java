package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// One environment, as a terminal shows it.
final class EnvironmentLines {

    private EnvironmentLines() {}

    /// What is retired protects nothing: it needn't be heard.
    static boolean heard(Answer environment) {
        return environment.raw("state").equals("retired")
                || (environment.raw("heard").equals("yes")
                        && !environment.raw("state").equals("remembered"));
    }

    /// What is wrong with it and what to do; nothing where nothing is.
    static void trouble(Page page, Answer environment) throws IOException {
        if (environment.raw("state").equals("retired")) {
            return;
        }
        if (environment.has("why")) {
            page.point("!", environment.text("name") + ": " + environment.text("why"), Ink.UNDECIDED);
            if (environment.has("lift")) {
                page.point(" ", "do: " + environment.text("lift"), Ink.PLAIN);
            }
        }
        for (Answer notice : environment.list("notices")) {
            page.point(
                    "!",
                    environment.text("name") + ": " + notice.text("subject") + ": " + notice.text("words"),
                    Ink.UNDECIDED);
            page.point(" ", "do: " + notice.text("remedy"), Ink.PLAIN);
        }
    }

    static void head(Page page, Answer environment) throws IOException {
        page.title(environment.text("name") + ": " + environment.text("kind", "environment") + ", "
                + environment.text("state"));
        if (environment.has("directory")) {
            page.field("Through", environment.text("directory"));
        }
        if (environment.has("identity")) {
            page.field("Identity", environment.text("identity"));
        }
        String heard = environment.text("heard");
        page.field(
                "Heard",
                heard + (environment.has("heardSince") ? " since " + page.when(environment.time("heardSince")) : ""),
                Page.ink(heard));
        page.field("Looked at", page.when(environment.time("observedAt")));
        page.field(
                "Changes",
                environment.raw("freshness").equals("events")
                        ? "known within seconds"
                        : "known by the next look"
                                + (environment.has("freshnessWhy") ? ": " + environment.text("freshnessWhy") : ""));
        page.field(
                "Uses",
                Units.count(environment.number("uses")) + " now, " + Units.count(environment.number("remembered"))
                        + " remembered");
        Answer tiers = environment.at("tiers");
        page.field(
                "Workloads",
                List.of("production", "unknown", "staging", "development").stream()
                        .filter(tier -> tiers.number(tier) > 0)
                        .map(tier -> Units.count(tiers.number(tier)) + " " + tier)
                        .collect(Collectors.joining(", ")));
        List<String> nodes = environment.texts("nodes");
        if (!nodes.isEmpty()) {
            page.field("Nodes", String.join(", ", nodes));
        }
        trouble(page, environment);
    }
}
