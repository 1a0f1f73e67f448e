package dev.regent.act;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A journal that outlives the program, and that another can take the lease of.
final class FakeJournal implements Journal {

    private final Calls calls;
    private final List<String> names;
    private final List<StepState> states;
    private final Map<Integer, KeptManifest> kept = new TreeMap<>();
    private final Map<Integer, Set<String>> others = new HashMap<>();
    private final Map<Integer, String> unkeepable = new HashMap<>();
    private Optional<String> stop = Optional.empty();
    private int stopAfter;
    private Duration away = Duration.ZERO;
    private int callsToFence = Integer.MAX_VALUE;
    private int journalCalls;

    /// @param names of the steps, as calls are written down
    FakeJournal(Calls calls, List<String> names) {
        this.calls = calls;
        this.names = List.copyOf(names);
        this.states = new ArrayList<>(Collections.nCopies(names.size(), new StepState.Waiting()));
    }

    List<StepState> states() {
        return List.copyOf(states);
    }

    List<Outcome> outcomes() {
        return states.stream()
                .map(state -> state instanceof StepState.Ended(Outcome outcome)
                        ? outcome
                        : new Outcome(Outcome.Result.FAILED, "not at its end: " + state))
                .toList();
    }

    List<Outcome.Result> results() {
        return outcomes().stream().map(Outcome::result).toList();
    }

    List<KeptManifest> shelf() {
        return List.copyOf(kept.values());
    }

    int count() {
        return journalCalls;
    }

    void set(int step, StepState state) {
        states.set(step, state);
    }

    void forgetKept(int step) {
        kept.remove(step);
    }

    void full(int step, String why) {
        unkeepable.put(step, why);
    }

    void stop(String why) {
        stopAfter(0, why);
    }

    /// @param closures how many closures may go on
    void stopAfter(int closures, String why) {
        stopAfter = closures;
        stop = Optional.of(why);
    }

    /// How long the program was away.
    void away(Duration time) {
        away = time;
    }

    /// The lease is lost before this call; the first is 1.
    void fenceAt(int call) {
        callsToFence = call;
    }

    private <T> T call(String what, Calls.Effect<T, JournalException> effect) throws JournalException {
        journalCalls++;
        if (journalCalls >= callsToFence) {
            throw new JournalException("another has the lease");
        }
        return calls.make(what, effect);
    }

    @Override
    public void begin(int step, Set<String> tags) throws JournalException {
        call("begin " + names.get(step), () -> {
            others.put(step, Set.copyOf(tags));
            return states.set(step, new StepState.Begun());
        });
    }

    @Override
    public Optional<Before> before(int step) throws JournalException {
        return call(
                "before " + names.get(step),
                () -> Optional.ofNullable(others.get(step)).map(tags -> new Before(tags, away)));
    }

    @Override
    public void end(int step, Outcome outcome) throws JournalException {
        call("end " + names.get(step), () -> {
            if (states.get(step) instanceof StepState.Ended(Outcome before)) {
                throw new AssertionError("step " + step + " had ended before: " + before);
            }
            return states.set(step, new StepState.Ended(outcome));
        });
    }

    @Override
    public Optional<String> keep(int step, KeptManifest manifest) throws JournalException {
        return call("keep " + names.get(step), () -> {
            Optional<String> why = Optional.ofNullable(unkeepable.get(step));
            if (why.isEmpty()) {
                kept.put(step, manifest);
            }
            return why;
        });
    }

    @Override
    public Optional<KeptManifest> kept(int step) throws JournalException {
        return call("kept " + names.get(step), () -> Optional.ofNullable(kept.get(step)));
    }

    @Override
    public Optional<String> stopWanted() throws JournalException {
        return call("stop?", () -> {
            if (stop.isPresent() && stopAfter-- <= 0) {
                return stop;
            }
            return Optional.empty();
        });
    }

    Outcome outcome(int step) {
        return Objects.requireNonNull(outcomes().get(step));
    }
}
