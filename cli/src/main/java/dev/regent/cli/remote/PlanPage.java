package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A plan as somebody reads it who has to approve it.
record PlanPage(Answer plan) {

    private static final int STEPS_SHOWN = 40;

    void draw(Page page) throws IOException {
        List<Answer> steps = plan.list("steps");
        page.title("Plan " + plan.brief("digest") + ": " + plan.text("state", "open") + ", "
                + Units.count(steps.size(), "step", "steps"));
        page.faint(plan.text("digest"));
        page.field("Registry", plan.text("registry"));
        page.field("Proposed", "by " + plan.text("proposer", "?") + ", " + page.when(plan.time("madeAt")));
        page.field("Expires", page.when(plan.time("expires")));
        page.field("Frees", frees(plan));
        if (!steps.isEmpty()) {
            page.field("Risk", count(steps, "risk", List.of("high", "medium", "low")));
            page.field("Undo", count(steps, "undo", List.of("none", "until-gc", "always")));
        }
        if (plan.is("large")) {
            page.field("Large", "yes; to approve it takes --allow-large", Ink.UNDECIDED);
        }
        if (plan.has("duration")) {
            new Expected(plan.at("duration")).draw(page, "Takes");
        }
        approval(page);
        unheard(page);
        steps(page, steps);
        next(page, steps);
    }

    static String frees(Answer plan) {
        String bytes = Units.bytes(plan.number("reclaimBytes"));
        return plan.is("reclaimExact") ? bytes : "up to " + bytes;
    }

    private static String count(List<Answer> steps, String name, List<String> values) {
        List<String> words = new ArrayList<>();
        for (String value : values) {
            long count =
                    steps.stream().filter(step -> step.raw(name).equals(value)).count();
            if (count > 0) {
                words.add(value + " " + Units.count(count));
            }
        }
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private void approval(Page page) throws IOException {
        Answer approval = plan.at("approval");
        if (plan.has("approval")) {
            page.field(
                    "Approved",
                    "by " + approval.text("by") + ", until " + page.when(approval.time("until")),
                    Ink.STAYS);
            page.field("", approval.text("reason"));
        }
        for (Answer execution : plan.list("executions")) {
            page.field("Execution", execution.text("id") + ": " + execution.text("state"));
        }
    }

    /// Sources that weren't wholly heard; what nobody asked is no such source.
    static List<Answer> unheard(Answer plan) {
        return plan.list("sources").stream()
                .filter(source -> source.has("heard") && !source.raw("heard").equals("yes"))
                .filter(source -> !source.raw("kind").equals("uses")
                        && !source.raw("state").equals("retired"))
                .toList();
    }

    private void unheard(Page page) throws IOException {
        List<Answer> unheard = unheard(plan);
        if (unheard.isEmpty()) {
            return;
        }
        page.heading("NOT HEARD", "not heard is never read as not there");
        for (Answer source : unheard) {
            page.point("!", source.text("name") + ": " + source.text("heard"), Ink.UNDECIDED);
            page.point(" ", source.text("detail", "-"), Ink.PLAIN);
        }
    }

    private static void steps(Page page, List<Answer> steps) throws IOException {
        if (steps.isEmpty()) {
            return;
        }
        page.heading("STEPS", "riskiest first");
        Grid grid = new Grid(page)
                .column("risk", Column.LEFT)
                .column("image", Column.TEXT)
                .column("digest", Column.LEFT, 100)
                .column("built", Column.NUMBER, 60)
                .column("bytes", Column.NUMBER)
                .column("undo", Column.LEFT, 80);
        List<String> order = List.of("high", "medium", "low");
        List<Answer> risky = steps.stream()
                .sorted((one, other) ->
                        Integer.compare(order.indexOf(one.raw("risk")), order.indexOf(other.raw("risk"))))
                .limit(STEPS_SHOWN)
                .toList();
        for (Answer step : risky) {
            grid.row(
                    Grid.word(step.text("risk", "-")),
                    Execution.image(step),
                    Grid.faint(step.brief("digest")),
                    Units.age(step.time("built"), page.now()),
                    Units.bytes(step.number("bytes")),
                    step.text("undo", "-"));
        }
        grid.write();
        if (steps.size() > STEPS_SHOWN) {
            page.faint("… and " + Units.count(steps.size() - STEPS_SHOWN) + " more; --output json has them all");
        }
        for (Answer step : risky) {
            if (step.raw("risk").equals("high")) {
                page.point(
                        "!",
                        Execution.image(step) + ": " + String.join("; ", step.texts("riskReasons")),
                        Ink.UNDECIDED);
            }
        }
    }

    private void next(Page page, List<Answer> steps) throws IOException {
        if (!plan.raw("state").equals("open") || steps.isEmpty()) {
            if (plan.raw("state").equals("approved")) {
                page.heading("NEXT", "");
                page.command("regent apply " + plan.brief("digest") + " --wait");
            }
            return;
        }
        if (plan.is("approvable")) {
            page.heading("NEXT", "somebody who may approve says why");
            page.command("regent approve " + plan.brief("digest") + " --reason TEXT"
                    + (plan.is("large") ? " --allow-large" : ""));
            return;
        }
        page.heading("CAN'T BE APPROVED", "it can only be read");
        for (String reason : plan.texts("whyNot")) {
            page.point("!", reason, Ink.UNDECIDED);
        }
    }
}
