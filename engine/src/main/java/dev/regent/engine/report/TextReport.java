package dev.regent.engine.report;

import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.NextSteps.Advice;
import dev.regent.engine.report.PlanSummary.BlindSpot;
import dev.regent.engine.report.PlanSummary.RuleCount;
import dev.regent.engine.report.PlanSummary.State;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.TextTable.Cell;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.oci.Text;
import dev.regent.plan.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An audit for somebody at a terminal who has a minute: the totals, what was not heard, what could go and how to check
/// it.
public final class TextReport {

    private static final int BLIND_SPOTS_SHOWN = 20;
    private static final int REPOSITORIES_SHOWN = 20;
    private static final int STEPS_SHOWN = 10;
    private static final int RULES_SHOWN = 12;
    private static final int EXAMPLES_SHOWN = 3;
    private static final int TAGS_SHOWN = 3;
    private static final int BAR = 12;

    /// How to write.
    ///
    /// @param columns of the terminal; a report is 80 to 160 wide, whatever is said here
    /// @param colour whether the reader's terminal shows colours and the reader wants them
    public record Style(int columns, boolean colour) {
        public Style {
            columns = Math.clamp(columns, 80, 160);
        }
    }

    private final AuditReport report;
    private final PlanSummary summary;
    private final Labels labels;
    private final TextLines lines;

    private TextReport(AuditReport report, TextLines lines) {
        this.report = report;
        this.summary = PlanSummary.of(report);
        this.labels = new Labels(report);
        this.lines = lines;
    }

    /// Writes all of it, with a line end after the last line.
    public static void write(AuditReport report, Appendable out, Style style) throws IOException {
        new TextReport(report, new TextLines(out, style.columns(), style.colour())).write();
    }

    private void write() throws IOException {
        title();
        if (summary.state() != State.NO_REPOSITORIES) {
            totals();
        }
        blindSpots();
        repositories();
        riskiest();
        rules();
        findings();
        next();
    }

    private void title() throws IOException {
        String at = Units.minute(report.at());
        String name = FarText.shortened("Audit of " + labels.registries(), lines.columns() - at.length() - 2);
        lines.line(TextLines.left(name, lines.columns() - at.length()) + at);
        lines.blank();
        for (String line : TextLines.broken(Headline.of(report, summary), lines.columns())) {
            lines.line(lines.painted(Ink.STRONG, line));
        }
        if (summary.state() == State.STEPS) {
            lines.wrapped("", stepsInWords(), Ink.PLAIN);
        }
    }

    private String stepsInWords() {
        return Units.count(report.plan().steps().size(), "step", "steps") + " on "
                + Units.count(summary.manifests().go(), "manifest", "manifests") + " in "
                + Units.count(
                        summary.repositories().stream()
                                .filter(repository -> !repository.steps().isEmpty())
                                .count(),
                        "repository",
                        "repositories")
                + (report.plan().reclaimExact()
                        ? "; the registry's garbage collection then frees just that."
                        : "; bytes are an upper bound, since what else needs them can't all be seen.");
    }

    private void totals() throws IOException {
        lines.blank();
        total("Repositories", Units.count(report.repositories()), "Unique bytes", Units.bytes(report.uniqueBytes()));
        total("Tags", Units.count(report.tags()), "Could go", goes());
        total(
                "Manifests",
                Units.count(report.manifests()),
                "Undecided",
                Units.count(summary.manifests().undecided(), "manifest", "manifests"));
        total(
                "Untagged",
                Units.count(report.untagged()),
                "Orphaned",
                report.orphanBytes() > 0 ? Units.bytes(report.orphanBytes()) + " that nothing references" : "-");
    }

    private String goes() {
        return report.plan().steps().isEmpty() ? "-" : Headline.freed(report);
    }

    private void total(String name, String count, String other, String words) throws IOException {
        lines.line("  " + lines.painted(Ink.FAINT, TextLines.left(name, 13)) + TextLines.right(count, 11) + "     "
                + lines.painted(Ink.FAINT, TextLines.left(other, 14)) + words);
    }

    private void blindSpots() throws IOException {
        if (summary.blindSpots().isEmpty() && summary.uncertain() == 0) {
            return;
        }
        lines.heading("NOT HEARD", "not heard is never read as not there");
        for (BlindSpot spot :
                summary.blindSpots().stream().limit(BLIND_SPOTS_SHOWN).toList()) {
            lines.wrapped("  ! ", labels.unheard(spot), Ink.UNDECIDED);
            lines.wrapped("    ", FarText.whole(spot.source().detail()), Ink.PLAIN);
            lines.wrapped("    ", Labels.remedy(spot), Ink.PLAIN);
            Optional<String> cost = labels.heldBack(spot);
            if (cost.isPresent()) {
                lines.wrapped("    ", cost.get(), Ink.PLAIN);
            }
        }
        int more = summary.blindSpots().size() - BLIND_SPOTS_SHOWN;
        if (more > 0) {
            lines.line("  " + lines.painted(Ink.FAINT, "… and " + Units.count(more) + " more"));
        }
        if (!report.unheardEnvironments().isEmpty()) {
            lines.wrapped("  = ", Labels.held(report) + " " + Labels.heldTogether(report), Ink.STRONG);
        }
        if (summary.uncertain() > 0) {
            lines.wrapped("  ? ", labels.uncertain(summary), Ink.UNDECIDED);
        }
    }

    private void repositories() throws IOException {
        List<RepositorySummary> open = summary.repositories().stream()
                .filter(repository -> !repository.staysWhole())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        lines.heading("BY REPOSITORY", "manifests, children and referrers included");
        boolean bars = lines.columns() >= 100;
        List<Column> columns = new ArrayList<>(
                List.of(Column.TEXT, Column.NUMBER, Column.NUMBER, Column.NUMBER, Column.NUMBER, Column.NUMBER));
        List<String> headers = new ArrayList<>(List.of("repository", "go", "undecided", "stay", "frees", "share"));
        if (bars) {
            columns.add(Column.LEFT);
            headers.add("of its bytes");
        }
        TextTable table = new TextTable(columns, headers);
        open.stream().limit(REPOSITORIES_SHOWN).forEach(repository -> table.row(cells(repository, bars)));
        table.write(lines);
        int more = open.size() - REPOSITORIES_SHOWN;
        int whole = summary.repositories().size() - open.size();
        String rest = Stream.of(
                        more > 0 ? Units.count(more) + " more with something to decide" : "",
                        whole > 0 ? Units.count(whole) + " where everything stays" : "")
                .filter(words -> !words.isEmpty())
                .reduce((one, other) -> one + ", and " + other)
                .orElse("");
        if (!rest.isEmpty()) {
            lines.line("  " + lines.painted(Ink.FAINT, "… and " + rest));
        }
    }

    private List<Cell> cells(RepositorySummary repository, boolean bars) {
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(labels.place(repository.registry(), repository.repository())),
                number(repository.manifests().go(), Ink.GOES),
                number(repository.manifests().undecided(), Ink.UNDECIDED),
                number(repository.manifests().stay(), Ink.PLAIN),
                Cell.of(repository.freed() == 0 ? "-" : Units.bytes(repository.freed())),
                Cell.of(repository.freed() == 0 ? "-" : Units.share(repository.freed(), repository.bytes()))));
        if (bars) {
            cells.add(new Cell(bar(repository.freed(), repository.bytes()), Ink.GOES));
        }
        return cells;
    }

    private static Cell number(long count, Ink ink) {
        return count == 0 ? new Cell("-", Ink.FAINT) : new Cell(Units.count(count), ink);
    }

    private static String bar(long part, long whole) {
        int full = whole <= 0 ? 0 : Math.clamp(Math.round((double) BAR * part / whole), part > 0 ? 1 : 0, BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private void riskiest() throws IOException {
        List<Step> riskiest = summary.riskiest();
        if (riskiest.isEmpty()) {
            return;
        }
        lines.heading(
                "CHECK THESE FIRST",
                "youngest, then most tags; "
                        + Math.min(STEPS_SHOWN, riskiest.size()) + " of "
                        + Units.count(riskiest.size(), "image", "images") + " that could go");
        int number = 0;
        for (Step step : riskiest.subList(0, Math.min(STEPS_SHOWN, riskiest.size()))) {
            String begin = "  " + TextLines.right(Integer.toString(++number), 2) + ". ";
            String end = "  " + TextLines.right(Units.age(step.built(), report.at()), 8)
                    + TextLines.right(Units.bytes(step.bytes()), 12);
            int room = lines.columns() - begin.length() - end.length();
            lines.line(begin + lines.painted(Ink.STRONG, TextLines.left(name(step, room), room)) + end);
            lines.wrapped(
                    "      " + step.digest().brief() + "  ",
                    FarText.whole(step.rule()) + ": " + FarText.whole(step.reason()),
                    Ink.PLAIN);
        }
    }

    /// The repository, and as many of the tags as there is room for.
    private String name(Step step, int room) {
        String place = FarText.shortened(labels.place(step.registry(), step.repository()), room / 2);
        int tags = TAGS_SHOWN;
        while (tags > 1 && TextLines.width(place + "  " + labels.tags(step.tags(), tags)) > room) {
            tags--;
        }
        return FarText.shortened(place + "  " + labels.tags(step.tags(), tags), room);
    }

    private void rules() throws IOException {
        if (summary.rules().isEmpty()) {
            return;
        }
        lines.heading("VERDICTS BY RULE", "");
        TextTable table = new TextTable(
                List.of(Column.LEFT, Column.TEXT, Column.NUMBER, Column.NUMBER),
                List.of("verdict", "rule", "images", "manifests"));
        for (RuleCount rule : summary.rules().stream().limit(RULES_SHOWN).toList()) {
            table.row(List.of(
                    new Cell(rule.verdict(), ink(rule)),
                    Cell.of(Text.plain(rule.rule())),
                    Cell.of(Units.count(rule.images())),
                    Cell.of(Units.count(rule.manifests()))));
        }
        table.write(lines);
        int more = summary.rules().size() - RULES_SHOWN;
        if (more > 0) {
            lines.line("  " + lines.painted(Ink.FAINT, "… and " + Units.count(more, "rule", "rules") + " more"));
        }
    }

    private static Ink ink(RuleCount rule) {
        return rule.danger() == 2 ? Ink.GOES : rule.danger() == 1 ? Ink.UNDECIDED : Ink.STAYS;
    }

    private void findings() throws IOException {
        if (report.findings().isEmpty()) {
            return;
        }
        lines.heading("FINDINGS", "");
        for (Map.Entry<Finding.Kind, List<Finding>> kind : summary.findings().entrySet()) {
            List<Finding> found = kind.getValue();
            lines.line("  " + lines.painted(Ink.STRONG, kind.getKey().toString()) + "  " + Units.count(found.size()));
            for (Finding finding : found.subList(0, Math.min(EXAMPLES_SHOWN, found.size()))) {
                lines.wrapped("    ", labels.place(finding) + ": " + Labels.found(finding), Ink.PLAIN);
            }
            if (found.size() > EXAMPLES_SHOWN) {
                lines.line("    "
                        + lines.painted(Ink.FAINT, "… and " + Units.count(found.size() - EXAMPLES_SHOWN) + " more"));
            }
        }
    }

    private void next() throws IOException {
        lines.heading("NEXT", "an audit only reads: nothing was deleted");
        for (Advice advice : NextSteps.of(report, summary)) {
            lines.wrapped("  - ", advice.words(), Ink.PLAIN);
            if (!advice.options().isEmpty()) {
                lines.line("      regent audit … " + advice.options());
            }
        }
        if (summary.state() == State.NO_POLICY) {
            lines.blank();
            for (String line : NextSteps.FIRST_POLICY.lines().toList()) {
                lines.line("      " + line);
            }
        }
        if (summary.state() == State.STEPS) {
            lines.blank();
            lines.line("Plan " + report.plan().digest().value());
        }
    }
}
