package dev.regent.engine.report;

import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.engine.report.PlanSummary.RuleCount;
import dev.regent.observe.Heard;
import dev.regent.plan.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What the plan stands on: the rules that decided, what else was found, who was asked, and what the words mean.
final class HtmlEvidence {

    private static final int RULES = 200;
    private static final int EXAMPLES = 20;

    private final HtmlPage page;
    private final Html html;

    HtmlEvidence(HtmlPage page) {
        this.page = page;
        this.html = page.html();
    }

    void write() throws IOException {
        rules();
        findings();
        sources();
        notes();
    }

    private void section(String id, String name) throws IOException {
        html.open("section", "aria-labelledby", id).text("h2", name, "id", id);
    }

    private void table(String caption, String kind) throws IOException {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        html.open("table", "class", kind).text("caption", caption, "class", "hidden");
    }

    private void rules() throws IOException {
        List<RuleCount> rules = page.summary().rules();
        if (rules.isEmpty()) {
            return;
        }
        section("rules", "Verdicts by rule");
        table("How often each rule decided", "rules");
        html.own("<thead><tr><th scope=\"col\">verdict</th><th scope=\"col\">rule</th>"
                + "<th scope=\"col\" class=\"n\">images</th><th scope=\"col\" class=\"n\">manifests</th></tr></thead>");
        html.open("tbody");
        for (RuleCount rule : rules.stream().limit(RULES).toList()) {
            html.open("tr");
            html.open("td")
                    .text("span", rule.verdict(), "class", "verdict " + rule.verdict())
                    .close();
            html.open("th", "scope", "row").text("code", rule.rule()).close();
            html.text("td", Units.count(rule.images()), "class", "n");
            html.text("td", Units.count(rule.manifests()), "class", "n").closeLine();
        }
        html.close().close().close();
        if (rules.size() > RULES) {
            html.text("p", "and " + Units.count(rules.size() - RULES) + " more in the JSON", "class", "more");
        }
        html.closeLine();
    }

    private void findings() throws IOException {
        if (page.report().findings().isEmpty()) {
            return;
        }
        section("findings", "Findings");
        for (Map.Entry<Finding.Kind, List<Finding>> kind :
                page.summary().findings().entrySet()) {
            List<Finding> found = kind.getValue();
            html.open("details", "class", "finding").open("summary");
            html.text("h3", kind.getKey().toString()).text("span", Units.count(found.size()), "class", "n");
            html.text("span", meaning(kind.getKey()), "class", "meaning").close();
            html.open("ul");
            for (Finding finding : found.stream().limit(EXAMPLES).toList()) {
                html.open("li")
                        .text("bdi", page.labels().place(finding), "class", "place")
                        .text(" ");
                html.text("bdi", Labels.found(finding)).closeLine();
            }
            html.close();
            if (found.size() > EXAMPLES) {
                html.text("p", "and " + Units.count(found.size() - EXAMPLES) + " more in the JSON", "class", "more");
            }
            html.closeLine();
        }
        html.closeLine();
    }

    private static String meaning(Finding.Kind kind) {
        return switch (kind) {
            case BROKEN -> "points at a manifest that isn't there; whoever pulls it fails";
            case ORPHAN_REFERRER -> "a signature, SBOM or the like whose subject was not seen; it stays";
            case SCHEMA_1 -> "Docker's first manifest format, which engines no longer pull; push the image anew";
            case UNKNOWN_MEDIA_TYPE -> "can't be read, so what it could hold is undecided";
            case LOST_BYTES -> "bytes that a manifest needs are gone from the volume; push the image anew";
            case CLOCK -> "a clock is wrong, so no age is believed";
        };
    }

    private void sources() throws IOException {
        section("sources", "Sources");
        table("Who was asked, and how much was heard", "sources");
        html.own("<thead><tr><th scope=\"col\">source</th><th scope=\"col\">kind</th><th scope=\"col\">heard</th>"
                + "<th scope=\"col\">detail</th></tr></thead>");
        html.open("tbody");
        for (Source source : page.report().sources()) {
            html.open("tr");
            html.open("th", "scope", "row").text("bdi", source.name()).close();
            html.text("td", source.kind());
            html.open("td")
                    .text("span", said(source), "class", "verdict " + verdict(source.heard()))
                    .close();
            html.open("td", "class", "words")
                    .text("bdi", source.detail())
                    .close()
                    .closeLine();
        }
        html.close().close().close();
        html.text(
                "p",
                Units.count(page.report().requests(), "request", "requests") + " in all, tokens and retries included.",
                "class",
                "more");
        html.closeLine();
    }

    private static String said(Source source) {
        return switch (source.heard()) {
            case YES -> "yes";
            case PARTLY -> "in part";
            case NO -> source.kind().equals("uses") ? "not asked" : "no";
        };
    }

    private static String verdict(Heard heard) {
        return switch (heard) {
            case YES -> "keep";
            case PARTLY -> "undecided";
            case NO -> "remove";
        };
    }

    private void notes() throws IOException {
        section("notes", "Notes");
        html.open("dl", "class", "notes");
        if (page.report().plan().reclaimExact()) {
            note(
                    "exactly",
                    "Everything on the volume was read: once the steps are done, the registry's garbage collection frees"
                            + " just these bytes, beyond those that nothing references already.");
        } else {
            note(
                    "at most",
                    "Over the network a registry shows what tags, indexes and referrers lead to. An untagged manifest"
                            + " that nothing leads to can need the same layers, and these then stay. Read from the"
                            + " registry's volume, the number is exact.");
        }
        note(
                "frees",
                "What a step frees beyond the steps before it. A layer that several images share is freed by the last of"
                        + " them, so single numbers depend on the order; the sum doesn't.");
        note(
                "of its bytes",
                "Layers count once in each repository that has them; so repositories together can be more than the"
                        + " unique bytes above.");
        note("undo: " + Step.Undo.ALWAYS, "Can be put back whenever.");
        note(
                "undo: " + Step.Undo.UNTIL_GC,
                "Deleting a manifest leaves its layers in place. Until the registry's garbage collection has run, the"
                        + " manifest can be pushed again and its tags with it; after that it is gone.");
        note("undo: " + Step.Undo.NONE, "Can't be put back.");
        note("undecided", "Something that could protect it was not heard or is not known. It is not in the plan.");
        note(
                "child, referrer",
                "A platform's image in an index; a signature, SBOM or the like. They share the fate of"
                        + " what they belong to.");
        html.close().closeLine();
    }

    private void note(String word, String meaning) throws IOException {
        html.open("div").text("dt", word).text("dd", meaning).close();
    }
}
