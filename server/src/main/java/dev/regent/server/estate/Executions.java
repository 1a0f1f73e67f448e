package dev.regent.server.estate;

import dev.regent.act.KeptManifest;
import dev.regent.act.RestoreStep;
import dev.regent.approve.Approval;
import dev.regent.approve.ApprovedPlan;
import dev.regent.approve.Approving;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.plan.Step;
import dev.regent.server.access.Actor;
import dev.regent.store.Database;
import dev.regent.store.acts.ApprovalStore;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionState;
import dev.regent.store.acts.ExecutionStep;
import dev.regent.store.acts.ExecutionStore;
import dev.regent.store.acts.ExecutionStore.Creation;
import dev.regent.store.acts.NewExecution;
import dev.regent.store.acts.NewExecution.NewStep;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.StoredPlan;
import dev.regent.store.acts.UndoShelf;
import dev.regent.store.record.Deed;
import dev.regent.store.record.RecordStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Begins and stops executions for people; [Runner] runs them.
public final class Executions {

    private final Database database;
    private final PlanStore plans;
    private final ApprovalStore approvals;
    private final ExecutionStore executions;
    private final UndoShelf shelf;
    private final RecordStore record;

    public Executions(
            Database database,
            PlanStore plans,
            ApprovalStore approvals,
            ExecutionStore executions,
            UndoShelf shelf,
            RecordStore record) {
        this.database = database;
        this.plans = plans;
        this.approvals = approvals;
        this.executions = executions;
        this.shelf = shelf;
        this.record = record;
    }

    /// Begins to carry out a plan.
    ///
    /// @param images as people name them; only these and what stands or falls with them; all if
    ///     empty
    /// @throws IllegalArgumentException if there is no such plan or none of its steps is about an
    ///     image
    public Creation carryOut(Actor by, String session, Digest digest, List<String> images) {
        StoredPlan stored = plans.load(digest).orElseThrow(() -> new IllegalArgumentException("no plan " + digest));
        Optional<Approval> approval = approvals.findValid(digest);
        if (approval.isEmpty()) {
            return new Creation.Refused("plan " + digest.brief() + " is "
                    + stored.head().state() + ", and no approval of it holds: approve it first");
        }
        ApprovedPlan approved = Approving.resume(stored.plan(), approval.get());
        NewExecution execution =
                NewExecution.apply(approved, by.name(), chosen(stored.plan().steps(), images));
        return create(by, session, execution, digest.value());
    }

    private record Name(String repository, Digest closure) {}

    private static Predicate<Step> chosen(List<Step> steps, List<String> images) {
        if (images.isEmpty()) {
            return _ -> true;
        }
        Set<Name> closures = new HashSet<>();
        for (String image : images) {
            ImageReference reference = Names.reference(image);
            Set<Name> found = new HashSet<>();
            steps.stream()
                    .filter(step -> names(reference, step.repository(), step.digest(), step.tags()))
                    .forEach(step -> found.add(new Name(step.repository(), step.closure())));
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no step of the plan is about " + image);
            }
            closures.addAll(found);
        }
        return step -> closures.contains(new Name(step.repository(), step.closure()));
    }

    private static boolean names(ImageReference reference, String repository, Digest digest, List<String> tags) {
        return reference.repository().equals(repository)
                && reference
                        .digest()
                        .map(digest::equals)
                        .orElseGet(() -> reference.tag().filter(tags::contains).isPresent());
    }

    /// Begins to put back what an execution deleted.
    ///
    /// @param images as people name them; all if empty
    /// @throws IllegalArgumentException if there is no such execution, or nothing of it can be put
    ///     back
    public Creation undo(Actor by, String session, String id, List<String> images, String reason) {
        ExecutionHead head =
                executions.head(id).orElseThrow(() -> new IllegalArgumentException("there is no execution " + id));
        if (head.kind() == ExecutionHead.Kind.UNDO) {
            return new Creation.Refused("execution " + id + " is an undo itself");
        }
        if (head.state() == ExecutionState.RUNNING || head.state() == ExecutionState.WAITING) {
            return new Creation.Refused("execution " + id + " is still under way: stop it, or wait for its end");
        }
        List<KeptManifest> kept = kept(id, images);
        List<NewStep> steps =
                RestoreStep.of(kept).stream().map(Executions::restore).toList();
        NewExecution execution =
                new NewExecution(new NewExecution.What.Undo(id), head.registry(), by.name(), reason, steps);
        return create(by, session, execution, id);
    }

    /// What an execution deleted, for all that is known, and is still kept.
    ///
    /// @param images as people name them; all if empty
    List<KeptManifest> kept(String id, List<String> images) {
        Set<Integer> deleted = new HashSet<>();
        executions.steps(id).stream()
                .filter(ExecutionStep::mayHaveHappened)
                .forEach(step -> deleted.add(step.number()));
        List<KeptManifest> all = shelf.keptOf(id).stream()
                .filter(kept -> deleted.contains(kept.number()))
                .map(UndoShelf.KeptStep::manifest)
                .toList();
        Set<Name> closures = new HashSet<>();
        for (String image : images) {
            ImageReference reference = Names.reference(image);
            Set<Name> found = new HashSet<>();
            all.stream()
                    .filter(kept -> names(reference, kept.repository(), kept.digest(), kept.tags()))
                    .forEach(kept -> found.add(new Name(kept.repository(), kept.closure())));
            if (found.isEmpty()) {
                throw new IllegalArgumentException("nothing that execution " + id + " deleted is " + image);
            }
            closures.addAll(found);
        }
        List<KeptManifest> chosen = all.stream()
                .filter(kept -> images.isEmpty() || closures.contains(new Name(kept.repository(), kept.closure())))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("nothing of execution " + id
                    + " can be put back: it deleted nothing, or its time for undoing is over (see `undo: keep`)");
        }
        return chosen;
    }

    /// What an undo puts back, as it was when it began.
    List<KeptManifest> keptForUndo(String undo, String undone) {
        Set<Name> wanted = new HashSet<>();
        executions.steps(undo).forEach(step -> wanted.add(new Name(step.repository(), step.digest())));
        return shelf.keptOf(undone).stream()
                .map(UndoShelf.KeptStep::manifest)
                .filter(kept -> wanted.contains(new Name(kept.repository(), kept.digest())))
                .toList();
    }

    private static NewStep restore(RestoreStep step) {
        return new NewStep(
                step.tag().isPresent() ? ExecutionStep.Kind.RESTORE_TAG : ExecutionStep.Kind.RESTORE_MANIFEST,
                step.repository(),
                step.digest(),
                step.tag().stream().toList(),
                step.closure(),
                0,
                Optional.empty());
    }

    private Creation create(Actor by, String session, NewExecution execution, String subject) {
        String action = execution.what() instanceof NewExecution.What.Undo ? "undo.begun" : "execution.begun";
        return database.inTransaction((Handle in) -> {
            Creation creation = executions.create(in, execution);
            switch (creation) {
                case Creation.Created(ExecutionHead head) ->
                    record.append(
                            in,
                            new Deed(
                                    session,
                                    by.name(),
                                    action,
                                    subject,
                                    execution.reason(),
                                    Map.of("execution", head.id(), "registry", head.registry())));
                case Creation.Refused(String why) ->
                    record.append(
                            in,
                            new Deed(
                                    session,
                                    by.name(),
                                    action + "-refused",
                                    subject,
                                    execution.reason(),
                                    Map.of("why", why)));
            }
            return creation;
        });
    }

    /// Has an execution stop after the closure that it is at.
    ///
    /// @return why it can't be stopped, in a sentence; empty if it will
    public Optional<String> stop(Actor by, String session, String id, String reason) {
        return database.inTransaction((Handle in) -> {
            Optional<String> against = executions.requestStop(in, id, by.name(), reason);
            if (against.isEmpty()) {
                record.append(in, new Deed(session, by.name(), "execution.stop-wanted", id, reason, Map.of()));
            }
            return against;
        });
    }
}
