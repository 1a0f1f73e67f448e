package dev.regent.engine.report;

import dev.regent.engine.report.RepositorySummary.PlacedStep;
import dev.regent.inventory.Role;
import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import dev.regent.plan.Step;
import java.io.IOException;
import java.util.List;

/// Steps as a table.
final class HtmlSteps {

    private static final int TAGS = 12;
    private static final int TAG = 64;

    private final HtmlPage page;
    private final Html html;

    HtmlSteps(HtmlPage page) {
        this.page = page;
        this.html = page.html();
    }

    /// @param places whether each step says in which repository it is
    void table(String caption, List<PlacedStep> steps, boolean places) throws IOException {
        html.open("table", "class", "steps").text("caption", caption, "class", "hidden");
        html.open("thead").open("tr");
        column(places ? "image" : "tags", "");
        column("digest", "");
        column("age", "n");
        column("frees", "n");
        column("why", "");
        column("undo", "");
        html.close().close().open("tbody").own("\n");
        for (PlacedStep step : steps) {
            row(step, places);
        }
        html.close().closeLine();
    }

    private void column(String name, String kind) throws IOException {
        html.text("th", name, "scope", "col", kind.isEmpty() ? "" : "class", kind);
    }

    private void row(PlacedStep placed, boolean places) throws IOException {
        Step step = placed.step();
        boolean image = placed.role() == Role.IMAGE;
        html.open("tr", image ? "" : "class", "held").open("th", "scope", "row");
        if (places) {
            html.open("bdi", "class", "place")
                    .text(page.labels().place(step.registry(), step.repository()))
                    .close();
        }
        tags(placed);
        html.close().open("td");
        digest(step.digest());
        html.close().open("td", "class", "n");
        age(step);
        html.close();
        html.text("td", step.bytes() == 0 ? "–" : Units.bytes(step.bytes()), "class", "n");
        html.open("td", "class", "why");
        html.text("code", step.rule()).text(" ").text("bdi", step.reason()).close();
        html.text("td", step.undo().toString(), "class", "undo").closeLine();
    }

    private void tags(PlacedStep placed) throws IOException {
        Step step = placed.step();
        if (step.kind() == Step.Kind.DELETE_TAG) {
            html.text("span", "the tag only", "class", "role");
        }
        switch (placed.role()) {
            case IMAGE -> {
                if (step.tags().isEmpty()) {
                    html.text("span", "untagged", "class", "role");
                }
            }
            case CHILD -> html.text("span", "child", "class", "role");
            case REFERRER -> html.text("span", "referrer", "class", "role");
        }
        for (String tag : step.tags().stream().limit(TAGS).toList()) {
            html.text(" ").text("bdi", FarText.shortened(Text.plain(tag), TAG), "class", "tag");
        }
        if (step.tags().size() > TAGS) {
            html.text(" and " + Units.count(step.tags().size() - TAGS) + " more in the JSON");
        }
    }

    /// Shows its beginning; what is selected and copied is all of it.
    private void digest(Digest digest) throws IOException {
        String value = digest.value();
        int from = value.indexOf(':') + 1;
        html.open("code", "class", "digest", "title", value);
        html.text("i", value.substring(0, from));
        html.text(digest.brief())
                .text("i", value.substring(from + digest.brief().length()));
        html.close();
    }

    private void age(Step step) throws IOException {
        String age = Units.age(step.built(), page.report().at());
        if (step.built().isPresent()) {
            String built = step.built().get().toString();
            html.text("time", age, "datetime", built, "title", "built " + built);
        } else {
            html.text("abbr", age, "title", "no believable build time");
        }
    }
}
