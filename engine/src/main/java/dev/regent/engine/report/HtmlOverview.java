package dev.regent.engine.report;

import dev.regent.engine.report.NextSteps.Advice;
import dev.regent.engine.report.PlanSummary.BlindSpot;
import dev.regent.engine.report.PlanSummary.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The top of the page: what came of it in one sentence and a few numbers, what was not heard, what to do.
final class HtmlOverview {

    private static final int BLIND_SPOTS = 100;

    private final HtmlPage page;
    private final Html html;

    HtmlOverview(HtmlPage page) {
        this.page = page;
        this.html = page.html();
    }

    void writeHeader() throws IOException {
        AuditReport report = page.report();
        html.open("header");
        html.open("p", "class", "what").text("strong", "Regent").text(" audit of ");
        html.text("bdi", page.labels().registries()).text(", ");
        html.text("time", Units.minute(report.at()), "datetime", report.at().toString())
                .closeLine();
        html.text("h1", Headline.of(report, page.summary()));
        if (page.summary().state() != State.NO_REPOSITORIES) {
            tiles();
        }
        navigation();
        html.closeLine();
    }

    private void tiles() throws IOException {
        AuditReport report = page.report();
        PlanSummary summary = page.summary();
        html.open("dl", "class", "tiles");
        tile("repositories", Units.count(report.repositories()), "", "");
        tile("tags", Units.count(report.tags()), "", "");
        tile("manifests", Units.count(report.manifests()), Units.count(report.untagged()) + " untagged", "");
        tile(
                "unique bytes",
                Units.bytes(report.uniqueBytes()),
                report.orphanBytes() > 0 ? "and " + Units.bytes(report.orphanBytes()) + " that nothing references" : "",
                "");
        tile(
                "could go",
                report.plan().steps().isEmpty()
                        ? "nothing"
                        : Units.bytes(report.plan().reclaimBytes()),
                report.plan().steps().isEmpty()
                        ? ""
                        : (report.plan().reclaimExact() ? "exactly, " : "at most, ")
                                + Units.count(report.plan().steps().size(), "step", "steps"),
                report.plan().steps().isEmpty() ? "" : "goes");
        tile(
                "undecided",
                Units.count(summary.manifests().undecided()),
                summary.manifests().undecided() == 0 ? "" : "manifests, none of which goes",
                summary.manifests().undecided() == 0 ? "" : "undecided");
        html.closeLine();
    }

    private void tile(String name, String value, String aside, String kind) throws IOException {
        html.open("div", kind.isEmpty() ? "" : "class", kind).text("dt", name).text("dd", value);
        if (!aside.isEmpty()) {
            html.text("dd", aside, "class", "aside");
        }
        html.close();
    }

    private void navigation() throws IOException {
        html.open("nav", "aria-label", "Sections").open("ul");
        link("blind", "Not heard", hasBlindSpots());
        link("bytes", "Bytes", HtmlMap.shows(page.summary()));
        link("first", "Check first", !page.summary().riskiest().isEmpty());
        link("plan", "Plan", true);
        link("rules", "Rules", !page.summary().rules().isEmpty());
        link("findings", "Findings", !page.report().findings().isEmpty());
        link("sources", "Sources", true);
        link("notes", "Notes", true);
        html.close().close();
    }

    private void link(String id, String name, boolean there) throws IOException {
        if (there) {
            html.open("li").text("a", name, "href", "#" + id).close();
        }
    }

    private boolean hasBlindSpots() {
        return !page.summary().blindSpots().isEmpty() || page.summary().uncertain() > 0;
    }

    void write() throws IOException {
        html.open("div", "class", "panels");
        if (hasBlindSpots()) {
            blindSpots();
        }
        next();
        html.closeLine();
    }

    private void blindSpots() throws IOException {
        html.open("section", "class", "panel blind", "aria-labelledby", "blind");
        html.text("h2", "What was not heard", "id", "blind");
        html.text("p", "Not heard is never read as not there: what depends on it is undecided, and stays.");
        html.open("ul");
        List<BlindSpot> spots = page.summary().blindSpots();
        for (BlindSpot spot : spots.stream().limit(BLIND_SPOTS).toList()) {
            blindSpot(spot);
        }
        if (spots.size() > BLIND_SPOTS) {
            html.text("li", "and " + Units.count(spots.size() - BLIND_SPOTS) + " more, in the JSON");
        }
        if (page.summary().uncertain() > 0) {
            html.open("li").text("strong", "ages, pulls and the like");
            html.text("p", page.labels().uncertain(page.summary()) + ".").close();
        }
        html.close();
        if (!page.report().unheardEnvironments().isEmpty()) {
            html.open("p", "class", "together").text("strong", Labels.held(page.report()));
            html.text(" " + Labels.heldTogether(page.report())).close();
        }
        html.closeLine();
    }

    private void blindSpot(BlindSpot spot) throws IOException {
        html.open("li").text("strong", page.labels().unheard(spot));
        html.open("p").text("bdi", spot.source().detail()).close();
        html.text("p", Labels.remedy(spot), "class", "remedy");
        Optional<String> cost = page.labels().heldBack(spot);
        if (cost.isPresent()) {
            html.text("p", cost.get(), "class", "cost");
        }
        html.close();
    }

    private void next() throws IOException {
        html.open("section", "class", "panel", "aria-labelledby", "next").text("h2", "What to do now", "id", "next");
        html.text("p", "An audit only reads: nothing was deleted.");
        html.open("ol");
        if (page.summary().state() == State.STEPS) {
            html.open("li").text("Read ").text("a", "what to check first", "href", "#first");
            html.text(", then ").text("a", "the plan", "href", "#plan").text(" of every repository that you own.");
            html.close();
        }
        for (Advice advice : NextSteps.of(page.report(), page.summary())) {
            if (!advice.options().contains("html")) {
                html.open("li").text(advice.words());
                if (!advice.options().isEmpty()) {
                    html.single("br").text("code", "regent audit … " + advice.options());
                }
                html.close();
            }
        }
        html.close();
        if (page.summary().state() == State.NO_POLICY) {
            html.open("pre").open("code");
            for (String line : NextSteps.FIRST_POLICY.lines().toList()) {
                html.text(line).own("\n");
            }
            html.close().close();
        }
        html.closeLine();
    }
}
