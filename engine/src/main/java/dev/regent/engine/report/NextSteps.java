package dev.regent.engine.report;

import dev.regent.engine.report.AuditReport.Source;
import dev.regent.engine.report.PlanSummary.BlindSpot;
import dev.regent.observe.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What whoever reads a report can do now.
final class NextSteps {

    /// The smallest policy that removes anything.
    static final String FIRST_POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: first}
            rules:
              - keep: {newest: 3}
              - remove: {olderThan: 90d}
            """;

    /// @param options what to add to the command that made the report; empty where no command helps
    record Advice(String words, String options) {}

    private NextSteps() {}

    /// What helps most comes first.
    static List<Advice> of(AuditReport report, PlanSummary summary) {
        List<Advice> advice = new ArrayList<>();
        unheard(summary).ifPresent(advice::add);
        if (summary.state() == PlanSummary.State.NO_REPOSITORIES) {
            if (allRegistriesHeard(report)) {
                advice.add(new Advice(
                        "Name the repositories if the registry doesn't list them to you.", "--repository 'team/**'"));
            }
            return advice;
        }
        if (summary.state() == PlanSummary.State.NO_POLICY) {
            advice.add(new Advice(
                    "Say what may go. Save the policy shown here as first.yaml, change it to your taste and audit again.",
                    "--policy first.yaml"));
        }
        if (summary.blindSpots().stream().anyMatch(BlindSpot::notAsked)) {
            advice.add(new Advice(
                    "Name every environment that runs images from here, so that nothing in use is proposed.",
                    "--environment NAME=URL"));
        }
        if (summary.uncertain() > 0) {
            advice.add(new Advice(
                    "Look at the rules that leave manifests undecided: they ask what no source here tells.", ""));
        }
        if (summary.state() == PlanSummary.State.STEPS) {
            advice.add(new Advice("Read every step, as a page to send on.", "--output html > audit.html"));
            advice.add(new Advice("Take everything as data, for scripts.", "--output json > audit.json"));
        }
        if (advice.isEmpty()) {
            advice.add(new Advice("Nothing needs doing. Audit again once images have come and gone.", ""));
        }
        return advice;
    }

    private static Optional<Advice> unheard(PlanSummary summary) {
        long unheard =
                summary.blindSpots().stream().filter(spot -> !spot.notAsked()).count();
        String sources = unheard == 1
                ? "Make the source answer that was"
                : "Make the " + Units.count(unheard) + " sources answer that were";
        return unheard == 0
                ? Optional.empty()
                : Optional.of(new Advice(sources + " not wholly heard; above it says what to change.", ""));
    }

    private static boolean allRegistriesHeard(AuditReport report) {
        return report.sources().stream().filter(AuditReport::isRegistry).allMatch(NextSteps::heard);
    }

    private static boolean heard(Source source) {
        return source.heard() == Heard.YES;
    }
}
