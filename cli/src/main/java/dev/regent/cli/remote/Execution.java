package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A plan that is or was carried out, or taken back, as the server tells of it.
record Execution(Answer answer) {

    private static final List<String> OUTCOMES = List.of("done", "gone", "skipped", "failed", "impossible", "waiting");
    private static final Set<String> OVER = Set.of("done", "stopped", "failed");
    private static final Set<String> WELL = Set.of("done", "gone");
    private static final int STEPS_SHOWN = 40;
    private static final int TAGS_SHOWN = 3;

    String id() {
        return answer.raw("execution");
    }

    boolean isOver() {
        return OVER.contains(answer.raw("state"));
    }

    /// What the contract has for it: only what is done, with every step done or gone, is done.
    int exitCode() {
        if (!answer.raw("state").equals("done") || has("failed")) {
            return ExitCode.FAILED;
        }
        return answer.list("steps").stream().allMatch(step -> WELL.contains(step.raw("outcome")))
                ? ExitCode.DONE
                : ExitCode.PARTLY;
    }

    /// How many steps need nothing more.
    long finished() {
        return answer.list("steps").stream().filter(Execution::isFinished).count();
    }

    static boolean isFinished(Answer step) {
        return !Set.of("waiting", "begun").contains(step.raw("outcome"));
    }

    private boolean has(String outcome) {
        return answer.list("steps").stream()
                .anyMatch(step -> step.raw("outcome").equals(outcome));
    }

    /// What an image is called in a line: its repository with its first tags, or with its digest.
    static String image(Answer step) {
        List<String> tags = step.texts("tags");
        if (tags.isEmpty()) {
            return step.text("repository") + "@" + step.brief("digest");
        }
        String shown = String.join(", ", tags.subList(0, Math.min(TAGS_SHOWN, tags.size())));
        return step.text("repository") + ":" + shown
                + (tags.size() > TAGS_SHOWN ? " and " + (tags.size() - TAGS_SHOWN) + " more" : "");
    }

    void draw(Page page) throws IOException {
        page.title("Execution " + answer.text("execution") + ": " + answer.text("state"));
        page.field("Kind", kind());
        page.field("Registry", answer.text("registry", "-"));
        if (answer.has("by")) {
            page.field("By", answer.text("by") + (answer.raw("reason").isEmpty() ? "" : ": " + answer.text("reason")));
        }
        page.field("Started", page.when(answer.time("startedAt")));
        if (answer.has("endedAt")) {
            page.field("Ended", page.when(answer.time("endedAt")) + took());
        }
        if (answer.has("stopReason")) {
            page.field("Stopped", answer.text("stopReason"), Ink.UNDECIDED);
        }
        page.field("Steps", counts());
        if (answer.has("left")) {
            new Expected(answer.at("left")).draw(page, "Left");
        }
        if (answer.number("freedBytes") > 0) {
            page.field("Frees", Units.bytes(answer.number("freedBytes")) + " once the registry collects garbage");
        }
        undo(page);
        notDone(page);
        steps(page);
        garbage(page);
    }

    private String kind() {
        return answer.raw("kind").equals("undo")
                ? "undo of execution " + answer.text("undoes", "?")
                : "apply of plan " + answer.brief("plan");
    }

    private String took() {
        Optional<Duration> took = answer.time("startedAt")
                .flatMap(start -> answer.time("endedAt").map(end -> Duration.between(start, end)));
        return took.map(length -> ", after " + Moments.length(length)).orElse("");
    }

    private String counts() {
        List<String> words = new ArrayList<>();
        for (String outcome : OUTCOMES) {
            long count = answer.list("steps").stream()
                    .filter(step -> step.raw("outcome").equals(outcome))
                    .count();
            count = answer.at("counts").has(outcome) ? answer.at("counts").number(outcome) : count;
            if (count > 0) {
                words.add(Units.count(count) + " " + outcome);
            }
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private void undo(Page page) throws IOException {
        Answer undo = answer.at("undo");
        if (!answer.has("undo")) {
            return;
        }
        if (undo.is("possible")) {
            page.field(
                    "Undo",
                    "possible"
                            + undo.time("until")
                                    .map(_ -> " until " + page.when(undo.time("until")))
                                    .orElse("") + ", " + Units.bytes(undo.number("bytesKept")) + " kept for it");
        } else {
            page.field("Undo", "not possible" + (undo.has("why") ? ": " + undo.text("why") : ""), Ink.UNDECIDED);
        }
    }

    private void notDone(Page page) throws IOException {
        List<Answer> open = answer.list("steps").stream()
                .filter(step -> Set.of("skipped", "failed", "impossible").contains(step.raw("outcome")))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        page.heading("NOT DONE", "and why");
        for (Answer step : open.subList(0, Math.min(STEPS_SHOWN, open.size()))) {
            page.point("!", step.text("outcome") + ": " + image(step), Page.ink(step.raw("outcome")));
            page.point(" ", step.text("detail", "no reason was given"), Ink.PLAIN);
        }
        more(page, open.size());
    }

    private void steps(Page page) throws IOException {
        List<Answer> steps = answer.list("steps").stream()
                .filter(step -> !Set.of("skipped", "failed", "impossible").contains(step.raw("outcome")))
                .toList();
        if (steps.isEmpty()) {
            return;
        }
        page.heading("STEPS", "");
        Grid grid = new Grid(page)
                .column("outcome", Column.LEFT)
                .column("image", Column.TEXT)
                .column("digest", Column.LEFT, 80)
                .column("step", Column.LEFT, 100);
        for (Answer step : steps.subList(0, Math.min(STEPS_SHOWN, steps.size()))) {
            grid.row(
                    Grid.word(step.text("outcome")),
                    image(step),
                    Grid.faint(step.brief("digest")),
                    Grid.faint(step.text("kind")));
        }
        grid.write();
        more(page, steps.size());
    }

    private static void more(Page page, int size) throws IOException {
        if (size > STEPS_SHOWN) {
            page.faint("… and " + Units.count(size - STEPS_SHOWN) + " more; --output json has them all");
        }
    }

    private void garbage(Page page) throws IOException {
        Answer gc = answer.at("gc");
        if (!answer.has("gc")) {
            return;
        }
        page.heading("GARBAGE COLLECTION", "frees the bytes; Regent doesn't start it");
        for (String line : gc.raw("text").split("\n", -1)) {
            page.point(" ", FarText.whole(line), Ink.PLAIN);
        }
        for (String command : gc.texts("commands")) {
            page.command(command);
        }
        for (String wait : gc.texts("waits")) {
            page.point("!", wait, Ink.UNDECIDED);
        }
    }

    /// One line of a list.
    static void row(Grid grid, Page page, Answer head) {
        Execution execution = new Execution(head);
        grid.row(
                head.text("execution"),
                Grid.word(head.text("state")),
                head.text("kind").toLowerCase(Locale.ROOT),
                head.text("registry", "-"),
                execution.counts(),
                head.text("by", "-"),
                page.ago(head.time("startedAt")));
    }
}
