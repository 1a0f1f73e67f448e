package dev.regent.engine.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the parts of one page share.
///
/// @param open the repositories in which there is something to decide, in the order of the plan
/// @param anchors where each of these stands in the page, by registry and repository
record HtmlPage(
        AuditReport report,
        PlanSummary summary,
        Labels labels,
        Html html,
        List<RepositorySummary> open,
        Map<String, String> anchors) {

    static HtmlPage of(AuditReport report, Html html) {
        PlanSummary summary = PlanSummary.of(report);
        List<RepositorySummary> open = summary.repositories().stream()
                .filter(repository -> !repository.staysWhole())
                .limit(HtmlPlan.REPOSITORIES)
                .toList();
        Map<String, String> anchors = new HashMap<>();
        for (int i = 0; i < open.size(); i++) {
            anchors.put(key(open.get(i)), "repository-" + (i + 1));
        }
        return new HtmlPage(report, summary, new Labels(report), html, open, anchors);
    }

    Optional<String> anchor(RepositorySummary repository) {
        return Optional.ofNullable(anchors.get(key(repository)));
    }

    private static String key(RepositorySummary repository) {
        return repository.registry() + " " + repository.repository();
    }
}
