package dev.regent.act;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carries out what was approved, as far as a plan made anew at that moment has it too: closure by
/// closure, each checked as one right before its first step. Killed anywhere, it goes on from what
/// was written down.
public final class CarryOut {

    private final ApprovedPlan approved;
    private final Tools tools;
    private final List<StepState> states;
    private final Deletion deletion;
    private int failuresInARow;

    private CarryOut(ApprovedPlan approved, Tools tools, List<StepState> states) {
        this.approved = approved;
        this.tools = tools;
        this.states = new ArrayList<>(states);
        this.deletion = new Deletion(tools);
    }

    /// Runs until everything is at its end or it has to stop.
    ///
    /// @param states how far each step is, in the plan's order
    /// @throws JournalException if nothing can be written down any more; nothing further was done
    ///     then
    /// @throws InterruptedException if the caller gave up; it can be taken up again
    public static End run(ApprovedPlan approved, Tools tools, List<StepState> states)
            throws JournalException, InterruptedException {
        if (states.size() != approved.plan().steps().size()) {
            throw new IllegalArgumentException(
                    states.size() + " states for " + approved.plan().steps().size() + " steps");
        }
        return new CarryOut(approved, tools, states).run();
    }

    private End run() throws JournalException, InterruptedException {
        List<Closure> closures = Closure.of(approved.plan().steps());
        for (Closure closure : closures) {
            if (open(closure).isEmpty()) {
                continue;
            }
            Optional<String> stop = tools.journal().stopWanted();
            if (stop.isEmpty() && failuresInARow >= tools.limits().stopAfterFailures()) {
                stop = Optional.of("stopped by itself: " + failuresInARow + " steps in a row failed");
            }
            Optional<String> halt = stop.isPresent() ? stop : carryOut(closure);
            if (halt.isPresent()) {
                skipAll(closures, halt.get());
                return new End.Stopped(halt.get());
            }
        }
        return new End.Done();
    }

    /// The places within a closure that are not at their end.
    private List<Integer> open(Closure closure) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < closure.steps().size(); i++) {
            if (!(states.get(closure.numbers().get(i)) instanceof StepState.Ended)) {
                open.add(i);
            }
        }
        return open;
    }

    private boolean begun(Closure closure) {
        return closure.numbers().stream()
                .map(states::get)
                .anyMatch(state -> state instanceof StepState.Ended(Outcome(Outcome.Result result, var _))
                        && (result == Outcome.Result.DONE || result == Outcome.Result.GONE));
    }

    /// Finds out what became of steps whose requests may have been sent before an interruption.
    private void settle(Closure closure) throws JournalException, InterruptedException {
        for (int i : open(closure)) {
            int number = closure.numbers().get(i);
            if (states.get(number) instanceof StepState.Begun) {
                switch (deletion.there(closure.steps().get(i))) {
                    case Reading.Gone<Digest> _ -> end(number, Outcome.done());
                    case Reading.Here<Digest> _ -> states.set(number, new StepState.Waiting());
                    case Reading.Unheard<Digest>(String why) ->
                        end(number, Outcome.failed("it was begun, and what became of it can't be read: " + why));
                }
            }
        }
    }

    /// One closure.
    ///
    /// @return why the whole execution has to stop; empty if it may go on
    private Optional<String> carryOut(Closure closure) throws JournalException, InterruptedException {
        settle(closure);
        boolean begun = begun(closure);
        RepositoryNow now = tools.evidence().of(closure.repository());
        Optional<String> against = begun ? Optional.empty() : against(closure, now);
        if (against.isPresent()) {
            return skipOrGone(closure, against.get());
        }
        if (!begun) {
            Optional<String> unkept = keep(closure, now);
            if (unkept.isPresent()) {
                return skipOrGone(closure, unkept.get());
            }
        }
        Reading<Set<String>> before = tools.probe().tags(closure.repository());
        if (!(before instanceof Reading.Here<Set<String>>(Set<String> tags))) {
            return before instanceof Reading.Unheard<Set<String>>(String why)
                    ? skipOrGone(closure, "the tags can't be read right before: " + why)
                    : finish(closure, now, begun, Set.of());
        }
        return finish(closure, now, begun, tags);
    }

    private static Optional<String> against(Closure closure, RepositoryNow now) {
        for (Step step : closure.steps()) {
            Optional<String> against = now.against(step, closure.digests());
            if (against.isPresent()) {
                return Optional.of(
                        closure.steps().size() == 1
                                ? against.get()
                                : "it stands or falls with " + step.digest().brief() + ": " + against.get());
            }
        }
        return Optional.empty();
    }

    /// Keeps every manifest of a closure, so that it can be put back.
    private Optional<String> keep(Closure closure, RepositoryNow now) throws JournalException, InterruptedException {
        for (int i = 0; i < closure.steps().size(); i++) {
            Step step = closure.steps().get(i);
            Reading<RawManifest> read =
                    tools.probe().manifest(step.repository(), step.digest().value());
            switch (read) {
                case Reading.Here<RawManifest>(RawManifest raw) -> {
                    KeptManifest kept = KeptManifest.of(
                            step.repository(),
                            raw,
                            step.tags(),
                            now.manifest(step.digest()).orElseThrow(),
                            step.closure());
                    Optional<String> full =
                            tools.journal().keep(closure.numbers().get(i), kept);
                    if (full.isPresent()) {
                        return Optional.of("it can't be kept for undoing: " + full.get());
                    }
                }
                case Reading.Gone<RawManifest> _ -> {
                    return Optional.of(step.digest().brief() + " went since the look");
                }
                case Reading.Unheard<RawManifest>(String why) -> {
                    return Optional.of("it can't be kept for undoing: " + why);
                }
            }
        }
        return Optional.empty();
    }

    /// Takes the steps of a closure, holders first.
    private Optional<String> finish(Closure closure, RepositoryNow now, boolean begun, Set<String> tags)
            throws JournalException, InterruptedException {
        Deletion.Watch watch = deletion.watch(closure, now, tags);
        boolean first = !begun;
        for (int i : open(closure)) {
            Step step = closure.steps().get(i);
            int number = closure.numbers().get(i);
            Optional<String> needed =
                    begun ? now.againstFinishing(step, content(number, step), closure.digests()) : Optional.empty();
            if (needed.isPresent()) {
                end(number, Outcome.skipped(needed.get()));
                continue;
            }
            tools.journal().begin(number);
            states.set(number, new StepState.Begun());
            Outcome outcome = deletion.delete(step);
            end(number, outcome);
            if (outcome.result() == Outcome.Result.FAILED && first) {
                skipRest(closure, "nothing of it was done, since its first step failed");
                return Optional.empty();
            }
            first = false;
            Optional<String> vanished = watch.check(step);
            if (vanished.isPresent()) {
                return vanished;
            }
        }
        return Optional.empty();
    }

    private Set<Digest> content(int number, Step step) throws JournalException {
        Set<Digest> content = new LinkedHashSet<>(Set.of(step.digest()));
        tools.journal().kept(number).ifPresent(kept -> kept.blobs().forEach(blob -> content.add(blob.digest())));
        return content;
    }

    /// What isn't there any more was somebody else's doing; everything else is skipped.
    private Optional<String> skipOrGone(Closure closure, String why) throws JournalException, InterruptedException {
        for (int i : open(closure)) {
            Step step = closure.steps().get(i);
            Reading<Digest> now =
                    tools.probe().resolve(step.repository(), step.digest().value());
            end(
                    closure.numbers().get(i),
                    now instanceof Reading.Gone<Digest>
                            ? new Outcome(Outcome.Result.GONE, "it was already gone")
                            : Outcome.skipped(why));
        }
        return Optional.empty();
    }

    private void skipRest(Closure closure, String why) throws JournalException {
        for (int i : open(closure)) {
            end(closure.numbers().get(i), Outcome.skipped(why));
        }
    }

    private void skipAll(List<Closure> closures, String why) throws JournalException {
        for (Closure closure : closures) {
            skipRest(closure, why);
        }
    }

    private void end(int number, Outcome outcome) throws JournalException {
        tools.journal().end(number, outcome);
        states.set(number, new StepState.Ended(outcome));
        switch (outcome.result()) {
            case FAILED -> failuresInARow++;
            case DONE -> failuresInARow = 0;
            case GONE, SKIPPED, IMPOSSIBLE -> {}
        }
    }
}
