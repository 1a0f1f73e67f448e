package dev.regent.engine.report;

import dev.regent.engine.report.RepositorySummary.Doubt;
import dev.regent.engine.report.RepositorySummary.PlacedStep;
import dev.regent.inventory.Role;
import dev.regent.oci.Text;
import dev.regent.plan.Step;
import java.io.IOException;
import java.util.List;

/// The plan: what to check first, then everything by repository, closed until somebody opens it.
final class HtmlPlan {

    /// How many repositories a page lists. A page of ten thousand tags stays under five megabytes.
    static final int REPOSITORIES = 1000;

    private static final int FIRST = 20;
    private static final int STEPS = 200;
    private static final int STEPS_IN_ALL = 5000;
    private static final int DOUBTS = 5;

    private final HtmlPage page;
    private final Html html;
    private final HtmlSteps steps;
    private int listed;

    HtmlPlan(HtmlPage page) {
        this.page = page;
        this.html = page.html();
        this.steps = new HtmlSteps(page);
    }

    void write() throws IOException {
        riskiest();
        html.open("section", "aria-labelledby", "plan").text("h2", "The plan", "id", "plan");
        if (page.open().isEmpty()) {
            html.text("p", Headline.of(page.report(), page.summary()));
        } else {
            head();
            for (RepositorySummary repository : page.open()) {
                repository(repository);
            }
        }
        rest();
        html.closeLine();
    }

    private void riskiest() throws IOException {
        List<Step> riskiest = page.summary().riskiest();
        if (riskiest.isEmpty()) {
            return;
        }
        List<PlacedStep> first = riskiest.stream()
                .limit(FIRST)
                .map(step -> new PlacedStep(step, Role.IMAGE))
                .toList();
        html.open("section", "aria-labelledby", "first").text("h2", "Check these first", "id", "first");
        html.text(
                "p",
                "A mistake costs most where an image is young and has many tags: the first " + first.size() + " of "
                        + Units.count(riskiest.size(), "image", "images") + " that could go, in that order.");
        steps.table("What to check first", first, true);
        html.closeLine();
    }

    private void head() throws IOException {
        html.open("p").text("Manifests by repository, children and referrers included; what frees most comes first.");
        html.single("br")
                .text("Plan ")
                .text("code", page.report().plan().digest().value(), "class", "digest whole");
        html.close();
        html.open("div", "class", "tools", "hidden", "");
        html.open("label").text("Find ").single("input", "type", "search", "id", "find", "autocomplete", "off");
        html.close();
        html.text("button", "Open all", "type", "button", "id", "open-all");
        html.text("button", "Close all", "type", "button", "id", "close-all");
        html.text("output", "", "id", "found", "for", "find").closeLine();
        html.open("div", "class", "columns", "aria-hidden", "true");
        for (String column : List.of("repository", "go", "undecided", "stay", "frees", "of its bytes")) {
            html.text("span", column);
        }
        html.closeLine();
    }

    private void repository(RepositorySummary repository) throws IOException {
        html.open(
                "details", "class", "repository", "id", page.anchor(repository).orElseThrow());
        html.open("summary");
        html.text("h3", page.labels().place(repository.registry(), repository.repository()));
        number(repository.manifests().go(), "go", "n goes");
        number(repository.manifests().undecided(), "undecided", "n undecided");
        number(repository.manifests().stay(), "stay", "n");
        html.open("span", "class", "n frees")
                .text(repository.freed() == 0 ? "–" : Units.bytes(repository.freed()))
                .close();
        bar(repository);
        html.close();
        doubts(repository);
        list(repository);
        html.closeLine();
    }

    private void number(long number, String word, String kind) throws IOException {
        html.open("span", "class", number == 0 ? "n none" : kind);
        html.text(number == 0 ? "–" : Units.count(number)).text("span", " " + word, "class", "word");
        html.close();
    }

    private void bar(RepositorySummary repository) throws IOException {
        html.open("span", "class", "share");
        html.open("svg", "class", "bar", "viewBox", "0 0 100 8", "preserveAspectRatio", "none", "aria-hidden", "true");
        html.open("rect", "class", "stays", "width", "100", "height", "8").close();
        if (repository.freed() > 0 && repository.bytes() > 0) {
            long width = Math.clamp(Math.round(100.0 * repository.freed() / repository.bytes()), 1, 100);
            html.open("rect", "class", "goes", "width", Long.toString(width), "height", "8")
                    .close();
            html.open("rect", "class", "edge", "x", Long.toString(width - 1), "width", "1", "height", "8")
                    .close();
        }
        html.close();
        html.text("span", Units.share(repository.freed(), repository.bytes()));
        html.close();
    }

    private void doubts(RepositorySummary repository) throws IOException {
        if (repository.manifests().undecided() == 0) {
            return;
        }
        html.open("div", "class", "doubts");
        html.text("p", Units.count(repository.manifests().undecided(), "manifest is", "manifests are") + " undecided:");
        html.open("ul");
        for (Doubt doubt : repository.doubts().stream().limit(DOUBTS).toList()) {
            html.open("li").text(Units.count(doubt.images(), "image", "images") + ": ");
            html.text("code", doubt.rule())
                    .text(" ")
                    .text("bdi", doubt.reason())
                    .close();
        }
        int more = repository.doubts().size() - DOUBTS;
        if (more > 0) {
            html.text("li", "and " + Units.count(more, "reason", "reasons") + " more, in the JSON");
        }
        html.close().close();
    }

    private void list(RepositorySummary repository) throws IOException {
        int room = Math.min(STEPS, STEPS_IN_ALL - listed);
        List<PlacedStep> shown = repository.steps().stream().limit(room).toList();
        listed += shown.size();
        if (!shown.isEmpty()) {
            steps.table("Steps in " + Text.plain(repository.repository()), shown, false);
        }
        int more = repository.steps().size() - shown.size();
        if (more > 0) {
            html.text(
                    "p",
                    (shown.isEmpty() ? Units.count(more, "step", "steps") : "and " + Units.count(more) + " more")
                            + " in the JSON (--output json)",
                    "class",
                    "more");
        }
    }

    private void rest() throws IOException {
        List<RepositorySummary> all = page.summary().repositories();
        long open = all.stream().filter(one -> !one.staysWhole()).count();
        if (open > page.open().size()) {
            html.text(
                    "p",
                    "and " + Units.count(open - page.open().size(), "repository", "repositories")
                            + " more in the JSON");
        }
        List<RepositorySummary> whole =
                all.stream().filter(RepositorySummary::staysWhole).toList();
        if (whole.isEmpty()) {
            return;
        }
        html.open("details", "class", "whole");
        html.text("summary", "Everything stays in " + Units.count(whole.size(), "repository", "repositories"));
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Repositories that stay");
        html.open("table").text("caption", "Repositories in which everything stays");
        html.own("<thead><tr><th scope=\"col\">repository</th><th scope=\"col\" class=\"n\">tags</th>"
                + "<th scope=\"col\" class=\"n\">manifests</th><th scope=\"col\" class=\"n\">bytes</th></tr></thead>");
        html.open("tbody");
        for (RepositorySummary repository : whole.stream().limit(REPOSITORIES).toList()) {
            html.open("tr");
            html.text("th", page.labels().place(repository.registry(), repository.repository()), "scope", "row");
            html.text("td", Units.count(repository.tags()), "class", "n");
            html.text("td", Units.count(repository.manifests().all()), "class", "n");
            html.text("td", Units.bytes(repository.bytes()), "class", "n").closeLine();
        }
        html.close().close().close();
        if (whole.size() > REPOSITORIES) {
            html.text("p", "and " + Units.count(whole.size() - REPOSITORIES) + " more in the JSON", "class", "more");
        }
        html.close();
    }
}
