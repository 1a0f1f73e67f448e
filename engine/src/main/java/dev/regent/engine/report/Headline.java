package dev.regent.engine.report;

/// The one sentence that people take away.
final class Headline {

    private Headline() {}

    static String of(AuditReport report, PlanSummary summary) {
        return switch (summary.state()) {
            case NO_REPOSITORIES -> "No repository was read.";
            case NO_POLICY ->
                "Everything stays: no policy says what may go of "
                        + Units.count(summary.images().all(), "image", "images") + ".";
            case ALL_UNDECIDED ->
                "Nothing can go yet: "
                        + Units.count(summary.manifests().undecided(), "manifest is", "manifests are")
                        + " undecided.";
            case NOTHING_TO_REMOVE ->
                "Nothing to remove: " + Units.count(summary.images().stay(), "image stays", "images stay")
                        + ", as the policies say.";
            case STEPS ->
                Units.count(summary.images().go()) + " of "
                        + Units.count(summary.images().all(), "image", "images") + " could go, freeing "
                        + freed(report) + " of " + Units.bytes(report.uniqueBytes()) + ".";
        };
    }

    /// Bytes, and whether they are all that certain.
    static String freed(AuditReport report) {
        return (report.plan().reclaimExact() ? "exactly " : "at most ")
                + Units.bytes(report.plan().reclaimBytes());
    }
}
