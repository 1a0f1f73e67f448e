package dev.regent.act;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carries out what was approved, as far as a plan made anew at that moment has it too: closure by
/// closure, each checked as one right before its first step. Killed anywhere, it goes on from what
/// was written down.
public final class CarryOut {

    /// How old the look may be by which a closure is begun.
    private static final Duration RIGHT_NOW = Duration.ofSeconds(10);

    /// How old the look may be by which it goes on: a delete can take its time where it looks
    /// through all tags, and nothing is done by a look of more than five minutes ago.
    private static final Duration LATELY = Duration.ofMinutes(2);

    private static final String FIRST_FAILED = "nothing of it was done, since its first step failed";
    private static final String FIRST_UNKNOWN = "it is left, since nobody knows what became of its first step";

    private final ApprovedPlan approved;
    private final Tools tools;
    private final List<StepState> states;
    private final Deletion deletion;
    private final Interrupted interrupted;
    private int failuresInARow;

    private CarryOut(ApprovedPlan approved, Tools tools, List<StepState> states) {
        this.approved = approved;
        this.tools = tools;
        this.states = new ArrayList<>(states);
        this.deletion = new Deletion(tools);
        this.interrupted = new Interrupted(tools, deletion);
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
        closures.forEach(
                closure -> closure.numbers().forEach(number -> ended(number).ifPresent(this::count)));
        for (Closure closure : closures) {
            settle(closure);
        }
        for (Closure closure : closures) {
            if (open(closure).isEmpty()) {
                continue;
            }
            Optional<String> stop = stop();
            Optional<String> halt = stop.isPresent() ? stop : carryOut(closure);
            if (halt.isPresent()) {
                skipAll(closures, halt.get());
                return new End.Stopped(halt.get());
            }
        }
        return Outcome.halt(states).<End>map(End.Stopped::new).orElseGet(End.Done::new);
    }

    private Optional<String> stop() throws JournalException {
        Optional<String> wanted = tools.journal().stopWanted();
        if (wanted.isPresent()) {
            return wanted;
        }
        Optional<String> before = Outcome.halt(states);
        if (before.isPresent()) {
            return before;
        }
        return failuresInARow < tools.limits().stopAfterFailures()
                ? tools.evidence().barred().map(why -> Outcome.HALT + why)
                : Optional.of(Outcome.HALT + failuresInARow + " steps in a row failed");
    }

    private Optional<Outcome> ended(int number) {
        return states.get(number) instanceof StepState.Ended(Outcome outcome) ? Optional.of(outcome) : Optional.empty();
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
        return has(closure, Outcome.Result.DONE) || has(closure, Outcome.Result.GONE);
    }

    private boolean has(Closure closure, Outcome.Result result) {
        return closure.numbers().stream()
                .flatMap(number -> ended(number).stream())
                .anyMatch(outcome -> outcome.result() == result);
    }

    /// Whether it was decided before an interruption that none of a closure is done, and why. What
    /// is skipped is written down before what was gone, so that the one can't pass for a closure
    /// that was begun.
    private Optional<String> givenUp(Closure closure) {
        if (has(closure, Outcome.Result.DONE)) {
            return Optional.empty();
        }
        Optional<Outcome> firstFailed = ended(closure.numbers().getFirst())
                .filter(outcome -> outcome.result() == Outcome.Result.FAILED);
        return firstFailed.isPresent()
                ? firstFailed.map(CarryOut::afterFirst)
                : closure.numbers().stream()
                        .flatMap(number -> ended(number).stream())
                        .filter(outcome -> outcome.result() == Outcome.Result.SKIPPED)
                        .map(Outcome::detail)
                        .findFirst();
    }

    private static String afterFirst(Outcome failed) {
        return failed.known() ? FIRST_FAILED : FIRST_UNKNOWN;
    }

    /// Finds out what became of steps whose requests may have been sent before an interruption. It
    /// comes before everything else, so that nothing that was done can pass for skipped.
    private void settle(Closure closure) throws JournalException, InterruptedException {
        for (int i : open(closure)) {
            int number = closure.numbers().get(i);
            if (states.get(number) instanceof StepState.Begun) {
                Optional<Outcome> outcome =
                        interrupted.outcome(closure, number, closure.steps().get(i));
                if (outcome.isPresent()) {
                    end(number, outcome.get());
                } else {
                    states.set(number, new StepState.Waiting());
                }
            }
        }
    }

    /// One closure.
    ///
    /// @return why the whole execution has to stop; empty if it may go on
    private Optional<String> carryOut(Closure closure) throws JournalException, InterruptedException {
        Optional<String> givenUp = givenUp(closure);
        if (givenUp.isPresent()) {
            return skipOrGone(closure, givenUp.get());
        }
        Optional<String> against = begun(closure) ? Optional.empty() : againstBeginning(closure);
        if (against.isPresent()) {
            return skipOrGone(closure, against.get());
        }
        return switch (tools.probe().tags(closure.repository())) {
            case Reading.Here<Set<String>>(Set<String> tags) -> finish(closure, tags);
            case Reading.Gone<Set<String>> _ -> finish(closure, Set.of());
            case Reading.Unheard<Set<String>>(String why) ->
                skipOrGone(closure, "the tags can't be read right before: " + why);
        };
    }

    /// Why a closure isn't begun; if it is, all of it was kept. Keeping a large one takes its time, in
    /// which the look can become old.
    private Optional<String> againstBeginning(Closure closure) throws JournalException, InterruptedException {
        RepositoryNow now = tools.evidence().of(closure.repository(), RIGHT_NOW);
        Optional<String> against = against(closure, now);
        Optional<String> unkept = against.isPresent() ? against : keep(closure, now);
        if (unkept.isPresent()) {
            return unkept;
        }
        RepositoryNow later = tools.evidence().of(closure.repository(), LATELY);
        return later == now ? Optional.empty() : against(closure, later);
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

    /// Takes the steps of a closure, holders first. Once it is begun its holders are gone, so each
    /// further step is checked for itself: what somebody has come to need since stays, with all that
    /// it holds.
    private Optional<String> finish(Closure closure, Set<String> tags)
            throws JournalException, InterruptedException {
        Shelf shelf = Shelf.of(closure, tools.journal());
        TagWatch watch = new TagWatch(closure, tools, tags);
        for (int i : open(closure)) {
            Step step = closure.steps().get(i);
            int number = closure.numbers().get(i);
            Optional<String> needed = heldByWhatStays(closure, step, shelf);
            if (needed.isEmpty() && begun(closure)) {
                needed = againstFinishing(closure, step, shelf);
            }
            if (needed.isPresent()) {
                end(number, Outcome.skipped(needed.get()));
                continue;
            }
            tools.journal().begin(number, watch.stay());
            states.set(number, new StepState.Begun());
            Outcome outcome = deletion.delete(step);
            Optional<String> vanished = watch.check(step, outcome);
            end(number, vanished.map(outcome::halting).orElse(outcome));
            if (vanished.isPresent()) {
                return vanished;
            }
            if (outcome.result() == Outcome.Result.FAILED && i == 0) {
                skipRest(closure, afterFirst(outcome));
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> againstFinishing(Closure closure, Step step, Shelf shelf) throws InterruptedException {
        Set<Digest> names = shelf.names(step.digest());
        return names.isEmpty()
                ? Optional.of("it wasn't kept, so it couldn't be put back")
                : tools.evidence()
                        .of(closure.repository(), LATELY)
                        .againstFinishing(step, names, closure.digests());
    }

    /// What an index lists and what belongs to a manifest stays with it.
    private Optional<String> heldByWhatStays(Closure closure, Step step, Shelf shelf) {
        for (int i = 0; i < closure.steps().size(); i++) {
            Digest holder = closure.steps().get(i).digest();
            Optional<Outcome> stays = ended(closure.numbers().get(i))
                    .filter(outcome ->
                            outcome.result() == Outcome.Result.SKIPPED || outcome.result() == Outcome.Result.FAILED);
            if (stays.isPresent() && shelf.holds(holder, step.digest())) {
                return Optional.of("it belongs to " + holder.brief()
                        + (stays.get().known()
                                ? ", which wasn't deleted"
                                : ", of which nobody knows whether it was deleted"));
            }
        }
        return Optional.empty();
    }

    /// What isn't there any more was somebody else's doing; everything else is skipped.
    private Optional<String> skipOrGone(Closure closure, String why) throws JournalException, InterruptedException {
        List<Integer> gone = new ArrayList<>();
        for (int i : open(closure)) {
            Step step = closure.steps().get(i);
            int number = closure.numbers().get(i);
            if (tools.probe().resolve(step.repository(), step.digest().value()) instanceof Reading.Gone<Digest> _) {
                gone.add(number);
            } else {
                end(number, Outcome.skipped(why));
            }
        }
        for (int number : gone) {
            end(number, Outcome.gone());
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
        count(outcome);
    }

    private void count(Outcome outcome) {
        switch (outcome.result()) {
            case FAILED -> failuresInARow++;
            case DONE -> failuresInARow = 0;
            case GONE, SKIPPED, IMPOSSIBLE -> {}
        }
    }
}
