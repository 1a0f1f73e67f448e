package dev.regent.store.acts;

import dev.regent.act.Outcome;
import dev.regent.approve.Approval;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An execution that is to begin.
///
/// @param by who has it begun
public record NewExecution(What what, String registry, String by, String reason, List<NewStep> steps) {

    public NewExecution {
        steps = List.copyOf(steps);
    }

    /// What it does.
    public sealed interface What {

        /// Carries out a plan; takes its approval.
        record Apply(Approval approval) implements What {}

        /// Takes an execution back.
        record Undo(String execution) implements What {}
    }

    /// One step.
    ///
    /// @param already what became of it before it began: steps that weren't chosen are skipped
    public record NewStep(
            ExecutionStep.Kind kind,
            String repository,
            Digest digest,
            List<String> tags,
            Digest closure,
            long bytes,
            Optional<Outcome> already) {
        public NewStep {
            tags = List.copyOf(tags);
        }
    }

    /// Carries out a plan of one registry, in the plan's order.
    ///
    /// @param chosen the others are skipped
    /// @throws IllegalArgumentException if the plan is for several registries, or for none
    public static NewExecution apply(ApprovedPlan approved, String by, Predicate<Step> chosen) {
        List<String> registries = approved.plan().registries();
        if (registries.size() != 1) {
            throw new IllegalArgumentException(
                    "an execution acts on one registry, and the plan is for " + registries + ": make one plan each");
        }
        List<NewStep> steps = approved.plan().steps().stream()
                .map(step -> new NewStep(
                        switch (step.kind()) {
                            case DELETE_MANIFEST -> ExecutionStep.Kind.DELETE_MANIFEST;
                            case DELETE_TAG -> ExecutionStep.Kind.DELETE_TAG;
                        },
                        step.repository(),
                        step.digest(),
                        step.tags(),
                        step.closure(),
                        step.bytes(),
                        chosen.test(step)
                                ? Optional.empty()
                                : Optional.of(new Outcome(Outcome.Result.SKIPPED, "it wasn't among the chosen images"))))
                .toList();
        return new NewExecution(
                new What.Apply(approved.approval()),
                registries.getFirst(),
                by,
                approved.approval().reason(),
                steps);
    }
}
