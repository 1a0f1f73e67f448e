package dev.regent.act;

import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The tags of one repository that no step of a closure names: they have to stay. One that goes
/// with a manifest pointed at that manifest, wherever it pointed at the last look: somebody has
/// moved it there since. So that is where it is put back to.
final class TagWatch {

    /// After a longer break somebody else may as well have taken a tag as the step before it.
    private static final Duration LONGEST_BREAK = Duration.ofMinutes(5);

    private final Closure closure;
    private final Tools tools;
    private Set<String> stay;

    /// @param tags all tags of the repository, read right before
    TagWatch(Closure closure, Tools tools, Set<String> tags) {
        this.closure = closure;
        this.tools = tools;
        this.stay = others(tags);
    }

    private Set<String> others(Set<String> tags) {
        Set<String> others = new HashSet<>(tags);
        others.removeAll(closure.tags());
        return others;
    }

    /// Those that were there when it was last looked for them.
    Set<String> stay() {
        return Set.copyOf(stay);
    }

    /// Looks whether a tag went that should have stayed, and puts it back.
    ///
    /// @param last the step that was taken last, right now
    /// @param outcome what became of it
    /// @return why the execution has to stop; empty if all tags are there
    Optional<String> check(Step last, Outcome outcome) throws JournalException, InterruptedException {
        return check(last, outcome, Duration.ZERO);
    }

    /// @param ago how long ago the step's request may have been sent
    Optional<String> check(Step last, Outcome outcome, Duration ago) throws JournalException, InterruptedException {
        Set<String> there =
                switch (tools.probe().tags(closure.repository())) {
                    case Reading.Here<Set<String>>(Set<String> tags) -> tags;
                    case Reading.Gone<Set<String>> _ -> Set.of();
                    case Reading.Unheard<Set<String>>(String why) -> {
                        return unread(why);
                    }
                };
        Set<String> vanished = new TreeSet<>(stay);
        vanished.removeAll(there);
        stay = others(there);
        return vanished.isEmpty() ? Optional.empty() : Optional.of(told(vanished, last, outcome, ago));
    }

    private Optional<String> unread(String why) {
        return stay.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.HALT + "whether all other tags of " + closure.repository()
                        + " are still there can't be read: " + why);
    }

    private String told(Set<String> vanished, Step last, Outcome outcome, Duration ago)
            throws JournalException, InterruptedException {
        String what = last.digest().brief() + " of " + closure.repository();
        if (!tookThem(last, outcome)) {
            return Outcome.HALT + "while " + what + " was being deleted, went tags that no step names: " + vanished
                    + "; it isn't this step that took them, and they are not put back";
        }
        if (ago.compareTo(LONGEST_BREAK) > 0) {
            return Outcome.HALT + "since " + what + " was deleted, " + ago.toMinutes()
                    + " min ago, went tags that no step names: " + vanished
                    + "; after so long somebody else may have taken them, and they are not put back";
        }
        StringBuilder told =
                new StringBuilder(Outcome.HALT + "with ").append(what).append(" went a tag that no step names");
        for (String tag : vanished) {
            told.append("; ").append(tag).append(": ").append(putBack(tag, last.digest()));
        }
        return told.toString();
    }

    /// Whether what vanished went by the step: it took a manifest, and didn't find it gone.
    private boolean tookThem(Step step, Outcome outcome) throws InterruptedException {
        if (step.kind() != Step.Kind.DELETE_MANIFEST || !outcome.mayHaveHappened()) {
            return false;
        }
        return outcome.known()
                || !(tools.probe().resolve(closure.repository(), step.digest().value()) instanceof Reading.Here<Digest>);
    }

    private String putBack(String tag, Digest target) throws JournalException, InterruptedException {
        return switch (tools.probe().resolve(closure.repository(), tag)) {
            case Reading.Here<Digest>(Digest now) -> "it points at " + now.brief() + " by now, and stays there";
            case Reading.Unheard<Digest>(String why) ->
                "it can't be put back: where it points now can't be read: " + why;
            case Reading.Gone<Digest> _ -> putBackWithAll(tag, target);
        };
    }

    /// A manifest comes back with all that it lists, and only if its blobs are there.
    private String putBackWithAll(String tag, Digest target) throws JournalException, InterruptedException {
        Shelf shelf = Shelf.of(closure, tools.journal());
        Optional<KeptManifest> kept = shelf.of(target);
        if (kept.isEmpty()) {
            return "it can't be put back: " + target.brief() + " wasn't kept";
        }
        List<KeptManifest> all = new ArrayList<>(shelf.below(kept.get()));
        all.add(kept.get());
        Optional<Outcome> lost = Restorable.of(all, tools.probe()).obstacle(target);
        if (lost.isPresent()) {
            return "it can't be put back: " + lost.get().detail();
        }
        for (KeptManifest each : all) {
            String reference =
                    each.digest().equals(target) ? tag : each.digest().value();
            Written written = tools.writer().putManifest(closure.repository(), reference, each.manifest());
            if (!(written instanceof Written.Done)) {
                return told(written);
            }
        }
        return "put back to " + target.brief();
    }

    private static String told(Written written) {
        return switch (written) {
            case Written.Done _ -> "it was put back";
            case Written.Gone _ -> "it can't be put back: the registry doesn't know the repository";
            case Written.Refused(var _, String why) -> "it can't be put back: " + why;
            case Written.Unknown(String why) -> "whether it was put back is not known: " + why;
        };
    }
}
