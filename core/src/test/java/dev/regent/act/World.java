package dev.regent.act;

import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;

import dev.regent.Regent;
import dev.regent.Regent.Known;
import dev.regent.Regent.Proposal;
import dev.regent.Regent.Request;
import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Limits;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.analyse.Past;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.approve.ApprovalRules;
import dev.regent.approve.ApprovedPlan;
import dev.regent.approve.Approving;
import dev.regent.approve.Approving.Decision;
import dev.regent.approve.ProposedPlan;
import dev.regent.given.EnvironmentBuilder;
import dev.regent.observe.Environments;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import dev.regent.plan.Planner.Judged;
import dev.regent.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A registry with what uses it and what governs it, and somebody who carries things out there. All
/// evidence comes from the registry as it is at that moment, by way of the real pipeline.
final class World {

    static final Instant LONG_AGO = NOW.minus(Duration.ofDays(10));

    final Calls calls = new Calls();
    final FakeRegistry registry = new FakeRegistry(calls);
    final List<Duration> pauses = new ArrayList<>();
    final Map<Digest, Instant> newSince = new HashMap<>();
    final Set<Digest> reappeared = new HashSet<>();
    EnvironmentBuilder environment = anEnvironment();
    List<RetentionPolicy> policies = List.of(
            aPolicy().removeOlderThan(30).keep(anyTag("stable")).allowEmpty().build());
    List<Use> pins = List.of();
    Duration grace = Duration.ofHours(24);
    Limits limits = Limits.USUAL;
    Optional<String> unheard = Optional.empty();
    boolean volume = true;
    boolean timeFlies;
    Optional<String> barred = Optional.empty();

    private final Past past = new Past() {
        @Override
        public Optional<Instant> newSince(String repository, Digest manifest) {
            return Optional.ofNullable(newSince.get(manifest));
        }

        @Override
        public boolean reappeared(String repository, Digest manifest) {
            return reappeared.contains(manifest);
        }
    };

    World push(Sample sample, String... tags) {
        registry.push("app", sample, tags);
        newSince.putIfAbsent(sample.digest(), LONG_AGO);
        return this;
    }

    Proposal propose() {
        Known known = new Known(Map.of("main", past), pins, Set.of());
        Environments environments = _ -> List.of(environment.observed());
        try {
            return Regent.propose(
                    new Request(
                            Map.of("main", (_, _) -> registry.observed(volume)),
                            Optional.of(environments),
                            policies,
                            NOW,
                            known),
                    Progress.SILENT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Plan plan() {
        return propose().plan();
    }

    ApprovedPlan approved() {
        return approve(plan());
    }

    static ApprovedPlan approve(Plan plan) {
        ProposedPlan proposed =
                new ProposedPlan(plan, "ann", NOW.plus(Duration.ofHours(1)), 100, List.of(), Optional.empty());
        Approving.Request request = new Approving.Request("a-1", "bob", "cleaning up", true, NOW);
        return switch (Approving.decide(proposed, request, ApprovalRules.USUAL)) {
            case Decision.Granted(ApprovedPlan approved) -> approved;
            case Decision.Refused(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    /// The looks of one run of the program. One serves for as long as the program lets it, unless
    /// time flies.
    private final class Looks implements Evidence {
        private final Map<String, RepositoryNow> last = new HashMap<>();

        @Override
        public RepositoryNow of(String repository, Duration age) {
            boolean fresh = last.containsKey(repository) && !timeFlies && age.compareTo(Duration.ofSeconds(10)) > 0;
            if (!fresh) {
                last.put(repository, look(repository));
            }
            return Objects.requireNonNull(last.get(repository));
        }

        @Override
        public Optional<String> barred() {
            return barred;
        }
    }

    private RepositoryNow look(String repository) {
        return calls.make("look " + repository, () -> {
            RepositoryNow.Patience patience = new RepositoryNow.Patience(past, grace, NOW);
            if (unheard.isPresent()) {
                return RepositoryNow.unheard(unheard.get(), patience);
            }
            Proposal proposal = propose();
            Optional<Judged> judged = proposal.judged().stream()
                    .filter(each -> each.view().inventory().name().equals(repository))
                    .findFirst();
            List<Step> fresh = proposal.plan().steps().stream()
                    .filter(step -> step.repository().equals(repository))
                    .toList();
            return judged.map(each -> RepositoryNow.of(each, fresh, patience))
                    .orElseGet(() -> RepositoryNow.unheard("not listed", patience));
        });
    }

    Tools tools(Journal journal) {
        return new Tools(new Looks(), registry, registry, journal, pauses::add, limits);
    }

    FakeJournal journal(ApprovedPlan approved) {
        return new FakeJournal(
                calls,
                approved.plan().steps().stream()
                        .map(step -> step.repository() + " " + step.digest().brief())
                        .toList());
    }

    FakeJournal journal(List<KeptManifest> kept) {
        return new FakeJournal(
                calls,
                RestoreStep.of(kept).stream()
                        .map(step -> step.repository() + " "
                                + step.tag().orElse(step.digest().brief()))
                        .toList());
    }

    /// Carries a plan out from where the journal is.
    End carryOut(ApprovedPlan approved, FakeJournal journal) {
        try {
            return Regent.carryOut(approved, tools(journal), journal.states());
        } catch (JournalException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    End undo(List<KeptManifest> kept, FakeJournal journal) {
        try {
            return Regent.undo(kept, tools(journal), journal.states());
        } catch (JournalException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
