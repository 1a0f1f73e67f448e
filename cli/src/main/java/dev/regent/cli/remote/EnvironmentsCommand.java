package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent environments`: where images run, and what runs there.
@Command(
        name = "environments",
        description = "Lists environments, or the workloads of one, or those of all that an option picks.",
        sortOptions = false,
        footer = {
            "",
            "What runs in production that no approved registry holds:",
            "  regent environments --tier production --foreign",
            "Exit 3: an environment was not wholly heard; more may run than is shown."
        })
final class EnvironmentsCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this environment, with its workloads.")
    private @Nullable String name;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            description =
                    "Workloads of this tier: production, staging, development or unknown. What is unknown counts as"
                            + " production.")
    private @Nullable String tier;

    @Option(names = "--team", paramLabel = "TEAM", description = "Workloads of this team.")
    private @Nullable String team;

    @Option(
            names = "--held",
            paramLabel = "HOW",
            description =
                    "Workloads with an image that is held by a registry that is looked at, missing from the one that"
                            + " it names, foreign to all, or of which that is unknown.")
    private @Nullable String held;

    @Option(names = "--foreign", description = "The same as --held foreign.")
    private boolean foreign;

    @Option(names = "--text", paramLabel = "TEXT", description = "Workloads with this in a name, image or digest.")
    private @Nullable String text;

    EnvironmentsCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Optional<String> how = Optional.ofNullable(held);
        if (foreign && how.filter(word -> !word.equals("foreign")).isPresent()) {
            throw new IllegalArgumentException("--foreign and --held " + held + " contradict each other; keep one");
        }
        how = foreign ? Optional.of("foreign") : how;
        boolean picked = tier != null || team != null || text != null || how.isPresent();
        try (Server server = remote.open()) {
            if (name == null && !picked) {
                return list(server.all(Route.to("environments")));
            }
            Route workloads = Route.to("workloads")
                    .with("environment", Optional.ofNullable(name))
                    .with("tier", Optional.ofNullable(tier))
                    .with("team", Optional.ofNullable(team))
                    .with("held", how)
                    .with("q", Optional.ofNullable(text));
            return name == null
                    ? found(server.all(workloads), how, server.all(Route.to("environments")))
                    : one(server.get(Route.to("environments", name)).at("environment"), how, server.all(workloads));
        }
    }

    private int list(Answer environments) throws IOException {
        shown.show(environments, page -> {
            page.title(Units.count(environments.items().size(), "environment", "environments"));
            if (!environments.items().isEmpty()) {
                grid(page, environments.items());
            }
            for (Answer environment : environments.items()) {
                EnvironmentLines.trouble(page, environment);
            }
        });
        return exit(environments.items());
    }

    private static void grid(Page page, List<Answer> environments) throws IOException {
        Grid grid = new Grid(page)
                .column("heard", Column.LEFT)
                .column("name", Column.TEXT)
                .column("kind", Column.LEFT, 60)
                .column("observed", Column.NUMBER)
                .column("changes", Column.LEFT, 100)
                .column("uses", Column.NUMBER)
                .column("production", Column.NUMBER, 70)
                .column("state", Column.LEFT, 110);
        for (Answer environment : environments) {
            Answer tiers = environment.at("tiers");
            grid.row(
                    Grid.word(environment.text("heard")),
                    environment.text("name"),
                    environment.text("kind", "-"),
                    page.ago(environment.time("observedAt")),
                    environment.text("freshness"),
                    Units.count(environment.number("uses") + environment.number("remembered")),
                    Units.count(tiers.number("production") + tiers.number("unknown")),
                    Grid.word(environment.text("state", "-")));
        }
        grid.write();
    }

    private int one(Answer environment, Optional<String> how, Answer workloads) throws IOException {
        ObjectNode json = environment.json().deepCopy();
        ObjectNode whole = json.objectNode();
        whole.set("environment", json);
        whole.set("workloads", workloads.json());
        shown.show(whole, page -> {
            EnvironmentLines.head(page, environment);
            WorkloadLines.draw(page, workloads.items(), how, false);
        });
        return exit(List.of(environment));
    }

    private int found(Answer workloads, Optional<String> how, Answer environments) throws IOException {
        List<Answer> unheard = environments.items().stream()
                .filter(environment -> !EnvironmentLines.heard(environment))
                .toList();
        ObjectNode whole = workloads.json().deepCopy();
        ArrayNode names = whole.putArray("unheard");
        unheard.forEach(environment -> names.add(environment.raw("name")));
        shown.show(whole, page -> {
            page.title(Units.count(workloads.items().size(), "workload", "workloads"));
            WorkloadLines.draw(page, workloads.items(), how, true);
            for (Answer environment : unheard) {
                EnvironmentLines.trouble(page, environment);
            }
        });
        return exit(environments.items());
    }

    private static int exit(List<Answer> environments) {
        return environments.stream().allMatch(EnvironmentLines::heard) ? ExitCode.DONE : ExitCode.UNHEARD;
    }
}
