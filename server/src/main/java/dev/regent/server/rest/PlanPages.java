package dev.regent.server.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.regent.analyse.Past;
import dev.regent.approve.Approval;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Risk;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanState;
import dev.regent.store.acts.StoredPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Plans as the outside reads them.
final class PlanPages {

    private final Running running;

    PlanPages(Running running) {
        this.running = running;
    }

    /// A plan without its steps.
    ///
    /// @param whyNot what stands against approving it, a sentence each
    /// @param large whether approving it takes a word of its own
    @Schema(name = "PlanHead")
    record Head(
            String digest,
            String registry,
            String state,
            String proposer,
            Instant madeAt,
            Instant expires,
            int steps,
            long reclaimBytes,
            boolean reclaimExact,
            boolean approvable,
            List<String> whyNot,
            boolean large) {
        Head {
            whyNot = List.copyOf(whyNot);
        }
    }

    /// One step.
    ///
    /// @param closure digest of the first of the steps that stand or fall together
    /// @param graceEnds until then it isn't carried out; absent if that is over
    @Schema(name = "PlanStep")
    record PlanStep(
            String kind,
            String registry,
            String repository,
            String digest,
            List<String> tags,
            String reason,
            String rule,
            long bytes,
            String undo,
            String closure,
            Optional<Instant> built,
            Optional<Instant> graceEnds,
            String risk,
            List<String> riskReasons) {
        PlanStep {
            tags = List.copyOf(tags);
            riskReasons = List.copyOf(riskReasons);
        }
    }

    /// The approval that holds.
    @Schema(name = "PlanApproval")
    record Approved(String id, String by, String reason, Instant at, Instant until) {}

    /// An execution of the plan.
    record ExecutionOfPlan(String id, String state) {}

    /// The whole plan.
    ///
    /// @param manifests how many the registry has in all
    /// @param sources how each source was heard, as JSON
    /// @param duration of carrying it out now; absent once it isn't carried out any more
    @Schema(name = "Plan")
    record Whole(
            String digest,
            String registry,
            String state,
            String proposer,
            Instant madeAt,
            Instant expires,
            List<PlanStep> steps,
            long manifests,
            long reclaimBytes,
            boolean reclaimExact,
            boolean approvable,
            List<String> whyNot,
            boolean large,
            Optional<Approved> approval,
            List<ExecutionOfPlan> executions,
            @JsonRawValue String sources,
            List<String> policies,
            Optional<Expected> duration) {
        Whole {
            steps = List.copyOf(steps);
            whyNot = List.copyOf(whyNot);
            executions = List.copyOf(executions);
            policies = List.copyOf(policies);
        }
    }

    Head head(PlanHead head) {
        List<String> whyNot = PlansResource.whyNot(running, head, Optional.empty());
        boolean open = (head.state() == PlanState.OPEN || head.state() == PlanState.SUPERSEDED) && head.steps() > 0;
        return new Head(
                head.digest().value(),
                head.registries().getFirst(),
                head.state().toString(),
                head.proposer(),
                head.madeAt(),
                head.expires(),
                head.steps(),
                head.reclaimBytes(),
                head.reclaimExact(),
                whyNot.isEmpty() && open,
                whyNot,
                PlansResource.large(running, head));
    }

    Whole whole(StoredPlan stored) {
        PlanHead head = stored.head();
        String registry = head.registries().getFirst();
        List<String> whyNot = PlansResource.whyNot(running, head, Optional.of(stored));
        Instant now = running.clocks().now();
        Past past = running.estate().past(registry, now);
        Optional<Duration> grace =
                running.inForce().configuration().registry(registry).map(this::grace);
        return new Whole(
                head.digest().value(),
                registry,
                head.state().toString(),
                head.proposer(),
                head.madeAt(),
                head.expires(),
                stored.plan().steps().stream()
                        .map(step -> step(step, past, grace.orElse(Duration.ZERO), now))
                        .toList(),
                head.manifests(),
                head.reclaimBytes(),
                head.reclaimExact(),
                whyNot.isEmpty(),
                whyNot,
                PlansResource.large(running, head),
                running.approvals().findValid(head.digest()).map(PlanPages::approved),
                running.executionStore().ofPlan(head.digest()).stream()
                        .map(execution -> new ExecutionOfPlan(
                                execution.id(), execution.state().toString()))
                        .toList(),
                stored.sources(),
                stored.plan().policies().stream().map(Digest::value).toList(),
                duration(stored, registry));
    }

    private Optional<Expected> duration(StoredPlan stored, String registry) {
        return switch (stored.head().state()) {
            case OPEN, APPROVED, SUPERSEDED ->
                stored.plan().steps().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Expected.of(
                                running.durations().of(registry, stored.plan().steps())));
            case CARRIED_OUT, EXPIRED, VOID -> Optional.empty();
        };
    }

    private Duration grace(RegistryConfig registry) {
        return running.inForce().configuration().graceOf(registry);
    }

    private static Approved approved(Approval approval) {
        return new Approved(approval.id(), approval.by(), approval.reason(), approval.at(), approval.until());
    }

    private static PlanStep step(Step step, Past past, Duration grace, Instant now) {
        Risk risk = Risk.of(step, now);
        return new PlanStep(
                step.kind().toString(),
                step.registry(),
                step.repository(),
                step.digest().value(),
                step.tags(),
                step.reason(),
                step.rule(),
                step.bytes(),
                step.undo().toString(),
                step.closure().value(),
                step.built(),
                past.newSince(step.repository(), step.digest())
                        .map(since -> since.plus(grace))
                        .filter(now::isBefore),
                Words.of(risk.level()),
                risk.reasons());
    }
}
