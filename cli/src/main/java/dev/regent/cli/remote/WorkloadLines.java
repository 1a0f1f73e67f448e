package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Workloads with their images, as a terminal shows them.
final class WorkloadLines {

    private WorkloadLines() {}

    /// @param how only images of which this is so; empty for all
    /// @param environments whether each says where it is
    static void draw(Page page, List<Answer> workloads, Optional<String> how, boolean environments) throws IOException {
        if (workloads.isEmpty()) {
            page.faint("No workload that was heard of is so.");
        }
        for (Answer workload : workloads) {
            page.heading(
                    (environments ? workload.text("environment") + ": " : "") + workload.text("name"),
                    belongs(workload));
            for (Answer image : workload.list("images")) {
                if (how.isEmpty() || image.raw("held").equals(how.get())) {
                    image(page, image);
                }
            }
            for (String conflict : workload.texts("conflicts")) {
                page.point("!", conflict, Ink.UNDECIDED);
            }
        }
    }

    private static String belongs(Answer workload) {
        String tier = workload.at("tier").text("value");
        return (tier.equals("unknown") ? "tier unknown, counts as production" : tier)
                + (workload.has("team") ? ", team " + workload.at("team").text("value") : "")
                + (workload.has("owner") ? ", owner " + workload.at("owner").text("value") : "");
    }

    private static void image(Page page, Answer image) throws IOException {
        String container = image.has("container") ? image.text("container") + ": " : "";
        page.point(
                "-",
                container + named(image) + ", " + image.text("kind") + " since " + page.when(image.time("since")),
                Ink.PLAIN);
        String where = image.list("places").stream()
                .map(place -> place.text("registry") + "/" + place.text("repository"))
                .collect(Collectors.joining(", "));
        String held = image.text("held");
        String why = image.has("why") ? ": " + image.text("why") : "";
        String in = where.isEmpty() ? "" : held.equals("held") ? " by " + where : "; it is in " + where;
        page.point(" ", held + why + in, ink(held));
        if (image.has("remembered")) {
            page.point(" ", image.text("remembered"), Ink.FAINT);
        }
    }

    private static String named(Answer image) {
        List<String> digests = image.texts("digests");
        return image.has("reference") ? image.text("reference") : digests.isEmpty() ? "-" : digests.getFirst();
    }

    private static Ink ink(String held) {
        return switch (held) {
            case "held" -> Ink.STAYS;
            case "missing", "foreign" -> Ink.GOES;
            default -> Ink.UNDECIDED;
        };
    }
}
