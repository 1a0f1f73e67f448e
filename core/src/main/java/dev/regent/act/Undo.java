package dev.regent.act;

import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Puts back what was deleted. What lost bytes can't be put back, and is told: that is found out by
/// reading, since a registry takes a manifest whose blobs it has collected. A tag that points
/// elsewhere now stays there.
public final class Undo {

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final List<KeptManifest> kept;
    private final Tools tools;
    private final List<RestoreStep> steps;
    private final List<StepState> states;
    private int failuresInARow;

    private Undo(List<KeptManifest> kept, Tools tools, List<StepState> states) {
        this.kept = kept;
        this.tools = tools;
        this.steps = RestoreStep.of(kept);
        this.states = new ArrayList<>(states);
    }

    /// Runs until everything is at its end or it has to stop.
    ///
    /// @param states how far each of [RestoreStep#of] is, in that order
    /// @throws JournalException if nothing can be written down any more; nothing further was done
    ///     then
    /// @throws InterruptedException if the caller gave up; it can be taken up again
    public static End run(List<KeptManifest> kept, Tools tools, List<StepState> states)
            throws JournalException, InterruptedException {
        Undo undo = new Undo(kept, tools, states);
        if (states.size() != undo.steps.size()) {
            throw new IllegalArgumentException(states.size() + " states for " + undo.steps.size() + " steps");
        }
        return undo.run();
    }

    private End run() throws JournalException, InterruptedException {
        for (StepState state : states) {
            if (state instanceof StepState.Ended(Outcome outcome)) {
                count(outcome);
            }
        }
        int first = 0;
        for (List<KeptManifest> closure : RestoreStep.closures(kept)) {
            int size = RestoreStep.of(closure).size();
            Optional<String> stop = allEnded(first, first + size) ? Optional.empty() : stop();
            if (stop.isPresent()) {
                for (int rest = first; rest < steps.size(); rest++) {
                    endIfOpen(rest, left(rest, stop.get()));
                }
                return new End.Stopped(stop.get());
            }
            restore(closure, first, first + size);
            first += size;
        }
        return Outcome.halt(states).<End>map(End.Stopped::new).orElseGet(End.Done::new);
    }

    private Optional<String> stop() throws JournalException {
        Optional<String> wanted = tools.journal().stopWanted();
        if (wanted.isPresent()) {
            return wanted;
        }
        Optional<String> before = Outcome.halt(states);
        return before.isPresent() || failuresInARow < tools.limits().stopAfterFailures()
                ? before
                : Optional.of(Outcome.HALT + failuresInARow + " steps in a row failed");
    }

    /// What became of a step that isn't to be done any more. What was begun before an interruption
    /// may have been done then.
    private Outcome left(int number, String why) throws InterruptedException {
        if (!(states.get(number) instanceof StepState.Begun)) {
            return Outcome.skipped(why);
        }
        RestoreStep step = steps.get(number);
        return switch (tools.probe()
                .resolve(step.repository(), step.tag().orElse(step.digest().value()))) {
            case Reading.Here<Digest>(Digest now) ->
                now.equals(step.digest()) ? Outcome.done() : Outcome.skipped(why);
            case Reading.Gone<Digest> _ -> Outcome.skipped(why);
            case Reading.Unheard<Digest>(String unread) ->
                Outcome.failed("it was begun, and what became of it can't be read: " + unread);
        };
    }

    private boolean allEnded(int from, int to) {
        return states.subList(from, to).stream().allMatch(StepState.Ended.class::isInstance);
    }

    private void restore(List<KeptManifest> closure, int from, int to) throws JournalException, InterruptedException {
        if (allEnded(from, to)) {
            return;
        }
        Map<Digest, KeptManifest> byDigest = new HashMap<>();
        closure.forEach(each -> byDigest.put(each.digest(), each));
        Restorable restorable = Restorable.of(closure, tools.probe());
        for (int number = from; number < to; number++) {
            RestoreStep step = steps.get(number);
            KeptManifest manifest = Objects.requireNonNull(byDigest.get(step.digest()));
            if (states.get(number) instanceof StepState.Ended(Outcome before)) {
                if (before.result() == Outcome.Result.FAILED && step.tag().isEmpty()) {
                    restorable.failed(step.digest(), before);
                }
                continue;
            }
            Optional<Outcome> obstacle = restorable.obstacle(step.digest());
            if (obstacle.isPresent()) {
                endIfOpen(number, obstacle.get());
                continue;
            }
            tools.journal().begin(number, Set.of());
            Outcome outcome = step.tag().isPresent() ? tag(step.tag().get(), manifest) : manifest(manifest);
            endIfOpen(number, outcome);
            if (outcome.result() == Outcome.Result.FAILED && step.tag().isEmpty()) {
                restorable.failed(step.digest(), outcome);
            }
        }
    }

    private Outcome manifest(KeptManifest kept) throws InterruptedException {
        return switch (tools.probe().resolve(kept.repository(), kept.digest().value())) {
            case Reading.Here<Digest> _ -> Outcome.done();
            case Reading.Unheard<Digest>(String why) -> Outcome.failed("whether it is there can't be read: " + why);
            case Reading.Gone<Digest> _ -> put(kept, kept.digest().value());
        };
    }

    private Outcome tag(String tag, KeptManifest kept) throws InterruptedException {
        return switch (tools.probe().resolve(kept.repository(), tag)) {
            case Reading.Here<Digest>(Digest now) -> pointing(now, kept);
            case Reading.Unheard<Digest>(String why) ->
                Outcome.failed("where the tag points now can't be read: " + why);
            case Reading.Gone<Digest> _ -> put(kept, tag);
        };
    }

    private static Outcome pointing(Digest now, KeptManifest kept) {
        return now.equals(kept.digest())
                ? Outcome.done()
                : Outcome.skipped("the tag points at " + now.brief() + " now, and stays there");
    }

    /// Puts a manifest under a name, and reads whether it is there.
    private Outcome put(KeptManifest kept, String reference) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; true; tries++) {
            Written written = tools.writer().putManifest(kept.repository(), reference, kept.manifest());
            if (written instanceof Written.Refused(var _, String why)) {
                return Outcome.failed(why);
            }
            Reading<Digest> read = tools.probe().resolve(kept.repository(), reference);
            if (read instanceof Reading.Here<Digest>(Digest now)) {
                return pointing(now, kept);
            }
            if (tries == TRIES) {
                return Outcome.failed("after " + TRIES + " tries it can't be read back: " + words(written, read));
            }
            tools.pause().sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static String words(Written written, Reading<Digest> read) {
        String seen = read instanceof Reading.Unheard<Digest>(String why) ? why : "it isn't there";
        return written instanceof Written.Unknown(String why) ? why + "; " + seen : seen;
    }

    private void endIfOpen(int number, Outcome outcome) throws JournalException {
        if (states.get(number) instanceof StepState.Ended) {
            return;
        }
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
