package dev.regent.cli.remote;

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

/// `regent plans`: what was proposed.
@Command(
        name = "plans",
        description = "Lists plans, or shows one with all that an approver has to know.",
        sortOptions = false)
final class PlansCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "PLAN",
            arity = "0..1",
            description = "A plan's digest, or so much of its beginning that no other plan has it. Default: all plans.")
    private @Nullable String plan;

    @Option(names = "--registry", paramLabel = "NAME", description = "Only plans for this registry.")
    private @Nullable String registry;

    PlansCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        if (plan != null && registry != null) {
            throw new IllegalArgumentException("a plan is for one registry anyway: name PLAN or --registry, not both");
        }
        Optional<PlanName> name = Optional.ofNullable(plan).map(PlanName::of);
        try (Server server = remote.open()) {
            if (name.isPresent()) {
                Answer found = name.get().found(server);
                shown.show(found, new PlanPage(found)::draw);
                return PlanPage.unheard(found).isEmpty() ? ExitCode.DONE : ExitCode.UNHEARD;
            }
            Answer all = server.all(Route.to("plans").with("registry", Optional.ofNullable(registry)));
            shown.show(all, page -> draw(page, all.items()));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, List<Answer> plans) throws IOException {
        page.title(Units.count(plans.size(), "plan", "plans"));
        if (plans.isEmpty()) {
            page.command("regent plan --registry NAME");
            return;
        }
        Grid grid = new Grid(page)
                .column("plan", Column.LEFT)
                .column("state", Column.LEFT)
                .column("registry", Column.TEXT)
                .column("steps", Column.NUMBER)
                .column("frees", Column.NUMBER, 60)
                .column("made", Column.NUMBER, 80)
                .column("by", Column.LEFT, 90)
                .column("expires", Column.LEFT, 120);
        for (Answer plan : plans) {
            grid.row(
                    plan.brief("digest"),
                    Grid.word(plan.text("state")),
                    plan.text("registry"),
                    Units.count(plan.number("steps")),
                    PlanPage.frees(plan),
                    page.ago(plan.time("madeAt")),
                    plan.text("proposer", "-"),
                    page.when(plan.time("expires")));
        }
        grid.write();
    }
}
