package dev.regent.engine.report;

import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.engine.report.PlanSummary.BlindSpot;
import dev.regent.observe.Heard;
import dev.regent.oci.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How one report names things. Every far side's text is [plain][Text#plain(String)] here; for a page it still has to
/// be escaped.
final class Labels {

    private static final int TAG = 60;
    private static final Pattern DIGITS = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52,}\\b");

    private final List<String> registries;

    Labels(AuditReport report) {
        registries = report.sources().stream()
                .filter(AuditReport::isRegistry)
                .map(Source::name)
                .distinct()
                .toList();
    }

    /// All registries that were named.
    String registries() {
        return registries.isEmpty()
                ? "no registry"
                : registries.stream().map(Text::plain).collect(Collectors.joining(", "));
    }

    /// A repository; with its registry where there are several.
    String place(String registry, String repository) {
        return registries.size() == 1 ? Text.plain(repository) : Text.plain(registry) + "/" + Text.plain(repository);
    }

    /// Where something was found: a repository, or a registry as a whole.
    String place(Finding finding) {
        return finding.repository().isEmpty()
                ? Text.plain(finding.registry())
                : place(finding.registry(), finding.repository());
    }

    /// The first tags and how many more there are.
    String tags(List<String> tags, int shown) {
        if (tags.isEmpty()) {
            return "untagged";
        }
        String first = tags.stream()
                .limit(shown)
                .map(tag -> FarText.shortened(Text.plain(tag), TAG))
                .collect(Collectors.joining(", "));
        return tags.size() > shown ? first + " and " + Units.count(tags.size() - shown) + " more" : first;
    }

    /// What was found, with the beginnings of digests instead of all their digits.
    static String found(Finding finding) {
        return DIGITS.matcher(FarText.whole(finding.what())).replaceAll("$1…");
    }

    /// For example `environment prod (docker): not heard`.
    String unheard(BlindSpot spot) {
        if (spot.notAsked()) {
            return "what runs: nobody asked";
        }
        Source source = spot.source();
        return (AuditReport.isRegistry(source) ? "registry " : "environment ") + Text.plain(source.name()) + " ("
                + Text.plain(source.kind()) + "): " + words(source.heard());
    }

    static String words(Heard heard) {
        return switch (heard) {
            case YES -> "heard";
            case PARTLY -> "heard in part";
            case NO -> "not heard";
        };
    }

    /// What a registry that was not wholly heard costs; empty for an environment, since several of those hold back the
    /// same.
    Optional<String> heldBack(BlindSpot spot) {
        if (!AuditReport.isRegistry(spot.source())) {
            return Optional.empty();
        }
        if (spot.source().heard() == Heard.NO) {
            return Optional.of("Nothing in this report is about it.");
        }
        return Optional.of(
                spot.heldBack() == 0
                        ? "It holds back no manifest."
                        : "It holds back " + Units.count(spot.heldBack(), "undecided manifest", "undecided manifests")
                                + ", which can't be judged before it is heard.");
    }

    /// What lifts a blind spot.
    static String remedy(BlindSpot spot) {
        return spot.source().remedy().map(words -> "To lift it: " + words + ".").orElse("");
    }

    /// How much all environments that were not wholly heard hold back, for a sentence that [#heldTogether] ends.
    static String held(AuditReport report) {
        return report.heldBack().manifests() == 0
                ? "Nothing"
                : "At most " + Units.bytes(report.heldBack().bytes());
    }

    static String heldTogether(AuditReport report) {
        int environments = report.unheardEnvironments().size();
        String who = environments == 1
                ? "the environment above"
                : "the " + Units.count(environments) + " environments above together";
        if (report.heldBack().manifests() == 0) {
            return "is held back by " + who + ": by what else is known, nothing could go.";
        }
        return "in " + Units.count(report.heldBack().manifests(), "manifest", "manifests") + " is held back by " + who
                + (environments == 1
                        ? ". Only hearing all of it frees that, but for what turns out to be in use there."
                        : ". Only hearing all of them frees that, but for what turns out to be in use there.");
    }

    /// What is undecided though everything answered.
    String uncertain(PlanSummary summary) {
        return Units.count(summary.uncertain(), "manifest is", "manifests are")
                + " undecided because a rule asks what no source tells, an age or a pull for example; the rules are"
                + " under the verdicts";
    }
}
