package dev.regent;

import dev.regent.act.CarryOut;
import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.KeptManifest;
import dev.regent.act.StepState;
import dev.regent.act.Undo;
import dev.regent.analyse.Past;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Uses;
import dev.regent.analyse.retention.RetentionJudge;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.approve.ApprovedPlan;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Environments;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Use;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Plan;
import dev.regent.plan.Planner;
import dev.regent.plan.Planner.Judged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The flow, stage by stage: observe → inventory → analyse → plan; and, once a person has said yes,
/// approve → act → audit.
public final class Regent {

    private Regent() {}

    /// What was asked for.
    ///
    /// @param registries by name, in the order in which they are to be asked
    /// @param environments those that use the registries; empty if nobody asked what runs
    /// @param now the moment at which ages are taken
    /// @param known what is known besides from earlier looks and from people
    public record Request(
            Map<String, RegistrySource> registries,
            Optional<Environments> environments,
            List<RetentionPolicy> policies,
            Instant now,
            Known known) {

        /// A request of who keeps nothing from look to look.
        ///
        /// @param environments looked at one after the other; empty if nobody asked what runs
        public Request(
                Map<String, RegistrySource> registries,
                List<EnvironmentSource> environments,
                List<RetentionPolicy> policies,
                Instant now) {
            this(
                    registries,
                    Optional.of(environments).filter(all -> !all.isEmpty()).map(Environments::of),
                    policies,
                    now,
                    Known.NOTHING);
        }

        public Request {
            registries = Collections.unmodifiableMap(new LinkedHashMap<>(registries));
            policies = List.copyOf(policies);
        }
    }

    /// What is known before anything is looked at.
    ///
    /// @param past by the name of a registry what was seen of it before; nothing where it isn't
    ///     named
    /// @param pins uses of kind `PINNED`
    /// @param otherHosts names of registries that this request doesn't look at
    public record Known(Map<String, Past> past, List<Use> pins, Set<String> otherHosts) {
        public static final Known NOTHING = new Known(Map.of(), List.of(), Set.of());

        public Known {
            past = Map.copyOf(past);
            pins = List.copyOf(pins);
            otherHosts = Set.copyOf(otherHosts);
        }

        Past of(RegistryInventory registry) {
            return past.getOrDefault(registry.name(), Past.NOTHING);
        }
    }

    /// What came of it.
    ///
    /// @param uses of all environments, and pins
    /// @param inventories of the registries that were heard at all
    /// @param judged every repository of these, with a judgement on each manifest
    public record Proposal(
            List<RegistryObservation> registries,
            List<EnvironmentObservation> environments,
            List<RegistryInventory> inventories,
            Uses uses,
            List<Judged> judged,
            Plan plan) {
        public Proposal {
            registries = List.copyOf(registries);
            environments = List.copyOf(environments);
            inventories = List.copyOf(inventories);
            judged = List.copyOf(judged);
        }
    }

    /// Looks at everything that was named and says what could go, and why. It writes nothing
    /// anywhere.
    ///
    /// @throws InterruptedException if the caller gave up
    public static Proposal propose(Request request, Progress progress) throws InterruptedException {
        List<RegistryObservation> observed = new ArrayList<>();
        for (Map.Entry<String, RegistrySource> registry : request.registries().entrySet()) {
            observed.add(registry.getValue().observe(agesMatter(registry.getKey(), request.policies()), progress));
        }
        // Uses come last: of all evidence theirs is the first to be out of date.
        Optional<Environments> asked = request.environments();
        List<EnvironmentObservation> environments =
                asked.isPresent() ? asked.get().observe(progress) : List.of();
        List<RegistryInventory> inventories =
                observed.stream().map(RegistryInventory::of).toList();
        Known known = request.known();
        Uses uses = (asked.isPresent() ? Uses.of(environments, inventories) : Uses.notAsked())
                .with(known.pins(), known.otherHosts());
        List<Judged> judged = judge(request, inventories, uses);
        return new Proposal(observed, environments, inventories, uses, judged, plan(request, inventories, judged));
    }

    /// How much more could go at most if every environment had been heard wholly and used nothing else. It costs as
    /// much as judging anew where one was not, and nothing where all were.
    ///
    /// @param request from which `proposal` came
    public static HeldBack heldBack(Request request, Proposal proposal) {
        if (proposal.uses().unheard().isEmpty()) {
            return HeldBack.NOTHING;
        }
        List<Judged> judged =
                judge(request, proposal.inventories(), proposal.uses().asIfAllWasHeard());
        return HeldBack.between(proposal.plan(), plan(request, proposal.inventories(), judged));
    }

    private static List<Judged> judge(Request request, List<RegistryInventory> inventories, Uses uses) {
        Known known = request.known();
        return inventories.stream()
                .flatMap(registry -> registry.repositories().stream()
                        .map(repository ->
                                RepositoryView.of(registry, repository, uses, known.of(registry), request.now())))
                .map(view -> new Judged(view, RetentionJudge.judge(view, request.policies())))
                .toList();
    }

    private static Plan plan(Request request, List<RegistryInventory> inventories, List<Judged> judged) {
        return Planner.plan(
                inventories,
                judged,
                request.policies().stream().map(RetentionPolicy::digest).toList());
    }

    /// Carries out what was approved, as far as it still holds; every step goes through the
    /// journal, which keeps the record too. Whoever only proposes has no [ApprovedPlan] to give.
    ///
    /// @param states how far each step of the plan is; all waiting for the first time
    /// @throws JournalException if nothing can be written down any more
    /// @throws InterruptedException if the caller gave up
    public static End carryOut(ApprovedPlan approved, Tools tools, List<StepState> states)
            throws JournalException, InterruptedException {
        return CarryOut.run(approved, tools, states);
    }

    /// Puts back what an execution deleted.
    ///
    /// @param kept what it kept before it deleted
    /// @param states how far each of [RestoreStep#of] is; all waiting for the first time
    /// @throws JournalException if nothing can be written down any more
    /// @throws InterruptedException if the caller gave up
    public static End undo(List<KeptManifest> kept, Tools tools, List<StepState> states)
            throws JournalException, InterruptedException {
        return Undo.run(kept, tools, states);
    }

    private static BuildTimes agesMatter(String registry, List<RetentionPolicy> policies) {
        return (repository, artifactType) -> policies.stream()
                .filter(policy -> policy.needsBuildTimes() && policy.scope().includes(registry, repository))
                .anyMatch(policy ->
                        artifactType.isEmpty() || policy.scope().artifactTypes().contains(artifactType.get()));
    }
}
