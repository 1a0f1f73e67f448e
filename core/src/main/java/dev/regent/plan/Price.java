package dev.regent.plan;

import dev.regent.oci.Digest;
import dev.regent.plan.ExpectedDuration.Basis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What deleting takes in one registry, in seconds. Distribution looks at every tag of a repository
/// for each manifest that it deletes, so all of it grows with the tags that are there.
///
/// @param step of each step: fixed, and for each tag
/// @param closure of each closure besides
/// @param look of each look at a repository, which comes before a closure where the one before is
///     older than ten seconds
/// @param known what it was learnt from
/// @param spread by how much of itself a prediction was wrong, in the mean, where it could be tried
public record Price(Line step, Line closure, Line look, CarriedOut known, double spread) {

    /// As `CarryOut` has it: how old the look may be by which a closure is begun, and by which it goes on.
    private static final double RIGHT_NOW = 10;

    private static final double LATELY = 120;

    /// Steps by which a registry is known.
    private static final int ENOUGH = 10;

    private static final double LEAST_SPREAD = 0.1;
    private static final double SPREAD_ASSUMED = 2;
    private static final double SPREAD_BEYOND = 0.5;

    /// So many times as many tags as were ever measured are beyond what is known.
    private static final double BEYOND = 2;

    private static final int MANY_TAGS = 1_000;

    /// Grows with the tags of a repository.
    public record Line(double fixed, double perTag) {
        public Line {
            if (!(fixed >= 0) || !(perTag >= 0)) {
                throw new IllegalArgumentException("nothing takes less than no time, got " + fixed + ", " + perTag);
            }
        }

        double at(double tags) {
            return fixed + perTag * tags;
        }
    }

    /// One thing that is to be deleted.
    ///
    /// @param tags that go with it
    public record Deletion(String repository, Digest closure, int tags) {}

    /// Learns from what was carried out; without any it assumes.
    public static Price of(CarriedOut known) {
        return new Pricing(known).price();
    }

    /// How long a plan will take.
    ///
    /// @param tags of each repository now; one that isn't there has none
    public ExpectedDuration plan(List<Step> steps, Map<String, Integer> tags) {
        return all(
                steps.stream()
                        .map(step -> new Deletion(
                                step.repository(), step.closure(), step.tags().size()))
                        .toList(),
                tags);
    }

    /// The same of what is left of one.
    public ExpectedDuration all(List<Deletion> deletions, Map<String, Integer> tags) {
        Walk walk = new Walk(tags);
        closures(deletions).forEach(walk::take);
        boolean measured = known.steps() >= ENOUGH;
        boolean beyond = measured && walk.mostTags() > BEYOND * known.mostTags();
        double wrong = measured ? Math.max(spread, LEAST_SPREAD) : SPREAD_ASSUMED;
        double factor = 1 + (beyond ? Math.max(wrong, SPREAD_BEYOND) : wrong);
        return new ExpectedDuration(
                seconds(walk.clock),
                seconds(walk.clock / factor),
                seconds(walk.clock * factor),
                measured ? Basis.MEASURED : Basis.ASSUMED,
                known.steps(),
                notes(walk, beyond));
    }

    private record Name(String repository, Digest closure) {}

    private static List<List<Deletion>> closures(List<Deletion> deletions) {
        Map<Name, List<Deletion>> closures = new LinkedHashMap<>();
        deletions.forEach(deletion -> closures.computeIfAbsent(
                        new Name(deletion.repository(), deletion.closure()), _ -> new ArrayList<>())
                .add(deletion));
        return List.copyOf(closures.values());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private List<String> notes(Walk walk, boolean beyond) {
        List<String> notes = new ArrayList<>();
        walk.taken.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> walk.had(most.getKey()) >= MANY_TAGS && most.getValue() > walk.clock / 2)
                .map(Map.Entry::getKey)
                .ifPresent(name -> notes.add("most of it goes to " + name + ": it has " + walk.had(name)
                        + " tags, at which each deletion takes about "
                        + Math.round(1000 * step.at(walk.had(name))) + " ms and each look before it about "
                        + Math.max(1, Math.round(look.at(walk.had(name)))) + " s"));
        if (beyond) {
            notes.add("a repository has " + walk.mostTags() + " tags, and none was measured that has more than "
                    + known.mostTags());
        }
        return notes;
    }

    /// Carries out in thought: when looks are due depends on how long all else takes.
    private final class Walk {

        private final Map<String, Integer> had;
        private final Map<String, Double> taken = new LinkedHashMap<>();
        private double clock;
        private double lookedAt;
        private String lookedWhere = "";
        private double tags;

        Walk(Map<String, Integer> had) {
            this.had = had;
        }

        int had(String repository) {
            return had.getOrDefault(repository, 0);
        }

        int mostTags() {
            return taken.keySet().stream().mapToInt(this::had).max().orElse(0);
        }

        void take(List<Deletion> together) {
            String repository = together.getFirst().repository();
            double began = clock;
            if (!repository.equals(lookedWhere)) {
                tags = had(repository);
                lookedWhere = repository;
                lookAgain();
            } else {
                lookIfOlderThan(RIGHT_NOW);
            }
            clock += closure.at(tags);
            lookIfOlderThan(LATELY);
            for (Deletion deletion : together) {
                lookIfOlderThan(LATELY);
                clock += step.at(tags);
                tags = Math.max(0, tags - deletion.tags());
            }
            taken.merge(repository, clock - began, Double::sum);
        }

        private void lookIfOlderThan(double age) {
            if (clock - lookedAt >= age) {
                lookAgain();
            }
        }

        private void lookAgain() {
            lookedAt = clock;
            clock += look.at(tags);
        }
    }
}
