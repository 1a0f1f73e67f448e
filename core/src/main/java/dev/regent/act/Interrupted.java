package dev.regent.act;

import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds out what became of a step whose request may have been sent before an interruption.
final class Interrupted {

    private final Tools tools;
    private final Deletion deletion;

    Interrupted(Tools tools, Deletion deletion) {
        this.tools = tools;
        this.deletion = deletion;
    }

    /// @param number the step's place in the plan, from zero
    /// @return empty if it wasn't done: it can be begun again
    Optional<Outcome> outcome(Closure closure, int number, Step step) throws JournalException, InterruptedException {
        return switch (deletion.there(step)) {
            case Reading.Unheard<Digest>(String why) ->
                Optional.of(Outcome.unknown("it was begun, and what became of it can't be read: " + why));
            case Reading.Gone<Digest> _ -> Optional.of(done(closure, number, step));
            case Reading.Here<Digest> _ -> there(step);
        };
    }

    /// Tags that went with it are looked for by the names that were read before.
    private Outcome done(Closure closure, int number, Step step) throws JournalException, InterruptedException {
        Optional<Journal.Before> before = tools.journal().before(number);
        TagWatch watch = new TagWatch(
                closure, tools, before.map(Journal.Before::others).orElse(Set.of()));
        Duration ago = before.map(Journal.Before::ago).orElse(Duration.ZERO);
        Outcome done = Outcome.done();
        return watch.check(step, done, ago).map(done::halting).orElse(done);
    }

    /// A manifest that is there without a tag that it had was deleted, and put back for another
    /// tag's sake; or somebody took that tag alone.
    private Optional<Outcome> there(Step step) throws InterruptedException {
        if (step.kind() == Step.Kind.DELETE_TAG || step.tags().isEmpty()) {
            return Optional.empty();
        }
        Set<String> missing = new TreeSet<>(step.tags());
        switch (tools.probe().tags(step.repository())) {
            case Reading.Here<Set<String>>(Set<String> there) -> missing.removeAll(there);
            case Reading.Gone<Set<String>> _ -> {}
            case Reading.Unheard<Set<String>>(String why) -> {
                return Optional.of(Outcome.unknown(
                        "it was begun, and whether it was deleted and put back can't be read: " + why));
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.unknown(Outcome.HALT + step.digest().brief() + " of " + step.repository()
                        + " is there, and its tags " + missing
                        + " are not: nobody knows whether it was deleted and put back since"));
    }
}
