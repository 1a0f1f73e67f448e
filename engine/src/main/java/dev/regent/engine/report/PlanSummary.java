package dev.regent.engine.report;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import dev.regent.plan.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What people are told of an audit, whatever it is shown on.
///
/// @param images what becomes of images; children and referrers share their fate and are not counted
/// @param manifests what becomes of all manifests, images included
/// @param repositories those that free most first, then those with most steps, then by name
/// @param riskiest the steps to check first, see [#of(AuditReport)]; those on children and referrers are left
///     out, since they follow from the others
/// @param rules what goes first, then what is undecided, then what stays; the most frequent rule first
/// @param blindSpots sources that were not wholly heard
/// @param findings by kind, in the order in which they were found
/// @param uncertain undecided manifests that wait for no source: what a rule asks, nothing tells
public record PlanSummary(
        State state,
        Tally images,
        Tally manifests,
        List<RepositorySummary> repositories,
        List<Step> riskiest,
        List<RuleCount> rules,
        List<BlindSpot> blindSpots,
        SortedMap<Finding.Kind, List<Finding>> findings,
        long uncertain) {

    /// What there is to say first.
    public enum State {
        /// No repository was read.
        NO_REPOSITORIES,
        /// Nothing could go since nobody said what may.
        NO_POLICY,
        /// Something would go if more was known.
        ALL_UNDECIDED,
        NOTHING_TO_REMOVE,
        STEPS
    }

    /// How many go, are undecided and stay.
    public record Tally(long go, long undecided, long stay) {
        static final Tally NONE = new Tally(0, 0, 0);

        public long all() {
            return go + undecided + stay;
        }

        Tally plus(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Keep _ -> new Tally(go, undecided, stay + 1);
                case Verdict.Undecided _ -> new Tally(go, undecided + 1, stay);
                case Verdict.Remove _ -> new Tally(go + 1, undecided, stay);
            };
        }
    }

    /// How often a rule decided.
    ///
    /// @param danger as of [Verdict#danger()]
    public record RuleCount(int danger, String rule, long images, long manifests) {
        String verdict() {
            return danger == 2 ? "remove" : danger == 1 ? "undecided" : "keep";
        }
    }

    /// A source that was not wholly heard.
    ///
    /// @param heldBack undecided manifests that can't be decided before it is heard; others may hold them back too
    public record BlindSpot(Source source, long heldBack) {

        /// Whether nobody asked, rather than nobody answered.
        public boolean notAsked() {
            return source.kind().equals("uses");
        }
    }

    public PlanSummary {
        repositories = List.copyOf(repositories);
        riskiest = List.copyOf(riskiest);
        rules = List.copyOf(rules);
        blindSpots = List.copyOf(blindSpots);
    }

    /// Steps on images of unknown age come first in `riskiest`, since what isn't known isn't old; then the youngest;
    /// of the same age those with most tags.
    public static PlanSummary of(AuditReport report) {
        List<RepositorySummary> repositories = RepositorySummary.allOf(report);
        Tally manifests = tally(report.verdicts());
        return new PlanSummary(
                state(report, repositories, manifests),
                tally(report.verdicts().stream()
                        .filter(judgement -> judgement.role() == Role.IMAGE)
                        .toList()),
                manifests,
                repositories,
                repositories.stream()
                        .flatMap(repository -> repository.steps().stream())
                        .filter(step -> step.role() == Role.IMAGE)
                        .map(RepositorySummary.PlacedStep::step)
                        .sorted(RISKIEST)
                        .toList(),
                rules(report.verdicts()),
                report.sources().stream()
                        .filter(source -> source.heard() != Heard.YES)
                        .map(source -> new BlindSpot(source, heldBack(source, report.verdicts())))
                        .toList(),
                report.findings().stream()
                        .collect(Collectors.groupingBy(Finding::kind, TreeMap::new, Collectors.toList())),
                report.verdicts().stream()
                        .filter(judgement -> judgement.verdict() instanceof Verdict.Undecided(String rule, var _)
                                && !waitsForSource(rule))
                        .count());
    }

    private static final Comparator<Step> RISKIEST = Comparator.comparing(
                    (Step step) -> step.built().orElse(Instant.MAX))
            .thenComparingInt(step -> step.tags().size())
            .reversed()
            .thenComparing(Step::registry)
            .thenComparing(Step::repository)
            .thenComparing(Step::digest);

    private static State state(AuditReport report, List<RepositorySummary> repositories, Tally manifests) {
        if (!report.plan().steps().isEmpty()) {
            return State.STEPS;
        }
        if (repositories.isEmpty()) {
            return State.NO_REPOSITORIES;
        }
        if (report.verdicts().stream()
                .anyMatch(judgement -> judgement.verdict().rule().equals("no-policy"))) {
            return State.NO_POLICY;
        }
        return manifests.undecided() > 0 ? State.ALL_UNDECIDED : State.NOTHING_TO_REMOVE;
    }

    static Tally tally(List<Judgement> judgements) {
        Tally tally = Tally.NONE;
        for (Judgement judgement : judgements) {
            tally = tally.plus(judgement.verdict());
        }
        return tally;
    }

    private static List<RuleCount> rules(List<Judgement> judgements) {
        record Key(int danger, String rule) {}
        Map<Key, RuleCount> counts = new HashMap<>();
        for (Judgement judgement : judgements) {
            Key key = new Key(judgement.verdict().danger(), judgement.verdict().rule());
            counts.merge(
                    key,
                    new RuleCount(key.danger(), key.rule(), judgement.role() == Role.IMAGE ? 1 : 0, 1),
                    (one, other) -> new RuleCount(
                            key.danger(),
                            key.rule(),
                            one.images() + other.images(),
                            one.manifests() + other.manifests()));
        }
        return counts.values().stream()
                .sorted(Comparator.comparingInt(RuleCount::danger)
                        .thenComparingLong(RuleCount::manifests)
                        .reversed()
                        .thenComparing(RuleCount::rule))
                .toList();
    }

    /// A registry holds back what is in it, an environment what is anywhere.
    private static long heldBack(Source source, List<Judgement> judgements) {
        boolean registry = AuditReport.isRegistry(source);
        return judgements.stream()
                .filter(judgement -> judgement.verdict() instanceof Verdict.Undecided(String rule, var _)
                        && (registry
                                ? waitsForSource(rule) && judgement.registry().equals(source.name())
                                : rule.equals("unheard")))
                .count();
    }

    private static boolean waitsForSource(String rule) {
        return rule.equals("unheard") || rule.equals("unknown-media-type");
    }
}
