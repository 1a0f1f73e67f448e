package dev.regent.engine.report;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.engine.report.AuditReport.RepositoryBytes;
import dev.regent.engine.report.PlanSummary.Tally;
import dev.regent.inventory.Role;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an audit says of one repository.
///
/// @param tags how many
/// @param bytes what its manifests take, counted once within it
/// @param manifests what becomes of them
/// @param freed sum of the steps' bytes
/// @param doubts why images are undecided, the most frequent reason first
/// @param steps in plan order
public record RepositorySummary(
        String registry,
        String repository,
        int tags,
        long bytes,
        Tally manifests,
        long freed,
        List<Doubt> doubts,
        List<PlacedStep> steps) {

    /// A reason for which images are undecided.
    public record Doubt(String rule, String reason, long images) {}

    /// One step, and the role of what it is on.
    public record PlacedStep(Step step, Role role) {}

    public RepositorySummary {
        doubts = List.copyOf(doubts);
        steps = List.copyOf(steps);
    }

    /// Every repository that was counted, judged or is in the plan; what frees most first, then what has most steps.
    static List<RepositorySummary> allOf(AuditReport report) {
        Map<Place, Collected> places = new HashMap<>();
        for (RepositoryBytes bytes : report.bytes()) {
            at(places, bytes.registry(), bytes.repository()).bytes.add(bytes);
        }
        for (Judgement judgement : report.verdicts()) {
            at(places, judgement.registry(), judgement.repository()).judgements.add(judgement);
        }
        for (Step step : report.plan().steps()) {
            at(places, step.registry(), step.repository()).steps.add(step);
        }
        return places.entrySet().stream()
                .map(place -> place.getValue().summary(place.getKey()))
                .sorted(Comparator.comparingLong(RepositorySummary::freed)
                        .thenComparingLong(repository -> repository.manifests().go())
                        .thenComparingLong(repository -> repository.manifests().undecided())
                        .thenComparingLong(RepositorySummary::bytes)
                        .reversed()
                        .thenComparing(RepositorySummary::registry)
                        .thenComparing(RepositorySummary::repository))
                .toList();
    }

    /// Whether there is nothing to decide about.
    boolean staysWhole() {
        return steps.isEmpty() && manifests.undecided() == 0;
    }

    private record Place(String registry, String repository) {}

    private static Collected at(Map<Place, Collected> places, String registry, String repository) {
        return places.computeIfAbsent(new Place(registry, repository), _ -> new Collected());
    }

    private static final class Collected {
        private final List<RepositoryBytes> bytes = new ArrayList<>();
        private final List<Judgement> judgements = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();

        RepositorySummary summary(Place place) {
            Map<Digest, Role> roles = new HashMap<>();
            judgements.forEach(judgement -> roles.put(judgement.digest(), judgement.role()));
            return new RepositorySummary(
                    place.registry(),
                    place.repository(),
                    bytes.stream().mapToInt(RepositoryBytes::tags).sum(),
                    bytes.stream().mapToLong(RepositoryBytes::bytes).sum(),
                    PlanSummary.tally(judgements),
                    steps.stream().mapToLong(Step::bytes).sum(),
                    doubts(),
                    steps.stream()
                            .map(step -> new PlacedStep(step, roles.getOrDefault(step.digest(), Role.IMAGE)))
                            .toList());
        }

        private List<Doubt> doubts() {
            return judgements.stream()
                    .filter(judgement -> judgement.role() == Role.IMAGE)
                    .map(Judgement::verdict)
                    .filter(Verdict.Undecided.class::isInstance)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(doubt ->
                            new Doubt(doubt.getKey().rule(), doubt.getKey().reason(), doubt.getValue()))
                    .sorted(Comparator.comparingLong(Doubt::images)
                            .reversed()
                            .thenComparing(Doubt::rule)
                            .thenComparing(Doubt::reason))
                    .toList();
        }
    }
}
