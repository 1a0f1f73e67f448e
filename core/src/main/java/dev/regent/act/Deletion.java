package dev.regent.act;

import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Deletes one thing, and watches that nothing else goes with it.
final class Deletion {

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Tools tools;

    Deletion(Tools tools) {
        this.tools = tools;
    }

    /// Takes a step. Where no answer came, what became of it is read before it is tried again.
    Outcome delete(Step step) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; true; tries++) {
            switch (send(step)) {
                case Written.Done _ -> {
                    return Outcome.done();
                }
                case Written.Gone _ -> {
                    return tries == 1 ? Outcome.gone() : Outcome.done();
                }
                case Written.Refused(var _, String why) -> {
                    return Outcome.failed(why);
                }
                case Written.Unknown(String why) -> {
                    switch (there(step)) {
                        case Reading.Gone<Digest> _ -> {
                            return Outcome.done();
                        }
                        case Reading.Unheard<Digest>(String unread) -> {
                            return Outcome.unknown(
                                    why + "; and whether it is still there can't be read either: " + unread);
                        }
                        case Reading.Here<Digest> _ -> {
                            if (tries == TRIES) {
                                return Outcome.failed(why + "; it is still there after " + TRIES + " tries");
                            }
                        }
                    }
                }
            }
            tools.pause().sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private Written send(Step step) throws InterruptedException {
        return switch (step.kind()) {
            case DELETE_MANIFEST -> tools.writer().deleteManifest(step.repository(), step.digest());
            case DELETE_TAG ->
                tools.writer().deleteTag(step.repository(), step.tags().getFirst());
        };
    }

    /// Whether what a step deletes is still there.
    Reading<Digest> there(Step step) throws InterruptedException {
        return switch (step.kind()) {
            case DELETE_MANIFEST ->
                tools.probe().resolve(step.repository(), step.digest().value());
            case DELETE_TAG -> pointing(step, step.tags().getFirst());
        };
    }

    /// A tag that points elsewhere now is another's.
    private Reading<Digest> pointing(Step step, String tag) throws InterruptedException {
        Reading<Digest> now = tools.probe().resolve(step.repository(), tag);
        return now instanceof Reading.Here<Digest>(Digest target) && !target.equals(step.digest())
                ? new Reading.Gone<>()
                : now;
    }

    /// Begins to watch a repository while a closure goes.
    ///
    /// @param tags all its tags, read right before
    Watch watch(Closure closure, RepositoryNow now, Set<String> tags) {
        return new Watch(closure, now, tags);
    }

    /// The tags of one repository that no step of a closure names.
    final class Watch {
        private final Closure closure;
        private final RepositoryNow now;
        private final Set<String> stay;

        private Watch(Closure closure, RepositoryNow now, Set<String> tags) {
            this.closure = closure;
            this.now = now;
            this.stay = new HashSet<>(tags);
            stay.removeAll(closure.tags());
        }

        /// Looks whether a tag went that should have stayed, and puts it back.
        ///
        /// @param last the step that was taken last
        /// @return why the execution has to stop; empty if all tags are there
        Optional<String> check(Step last) throws JournalException, InterruptedException {
            if (stay.isEmpty()) {
                return Optional.empty();
            }
            Set<String> vanished = new HashSet<>(stay);
            switch (tools.probe().tags(closure.repository())) {
                case Reading.Here<Set<String>>(Set<String> there) -> vanished.removeAll(there);
                case Reading.Gone<Set<String>> _ -> {}
                case Reading.Unheard<Set<String>>(String why) -> {
                    return Optional.of(Outcome.HALT + "whether all other tags of " + closure.repository()
                            + " are still there can't be read: " + why);
                }
            }
            if (vanished.isEmpty()) {
                return Optional.empty();
            }
            StringBuilder told = new StringBuilder(Outcome.HALT)
                    .append("with ")
                    .append(last.digest().brief())
                    .append(" of ")
                    .append(closure.repository())
                    .append(" went a tag that no step names");
            for (String tag : vanished.stream().sorted().toList()) {
                told.append("; ").append(tag).append(": ").append(putBack(tag, last));
            }
            return Optional.of(told.toString());
        }

        /// A tag goes back to where it was last seen, or, if it is newer than that, to what went
        /// when it went. What is no longer there is put back with all that it holds.
        private String putBack(String tag, Step last) throws JournalException, InterruptedException {
            Digest target = now.target(tag).orElse(last.digest());
            switch (tools.probe().manifest(closure.repository(), target.value())) {
                case Reading.Here<RawManifest>(RawManifest raw) -> {
                    return told(tools.writer().putManifest(closure.repository(), tag, raw), target);
                }
                case Reading.Unheard<RawManifest>(String why) -> {
                    return "it can't be put back: what it pointed at can't be read: " + why;
                }
                case Reading.Gone<RawManifest> _ -> {
                    return putBackDeleted(tag, target);
                }
            }
        }

        private String putBackDeleted(String tag, Digest target) throws JournalException, InterruptedException {
            Shelf shelf = Shelf.of(closure, tools.journal());
            Optional<KeptManifest> kept = shelf.of(target);
            if (kept.isEmpty()) {
                return "it can't be put back: what it pointed at is gone";
            }
            for (KeptManifest child : shelf.below(kept.get())) {
                Written written = tools.writer()
                        .putManifest(closure.repository(), child.digest().value(), child.manifest());
                if (!(written instanceof Written.Done)) {
                    return told(written, child.digest());
                }
            }
            return told(
                    tools.writer()
                            .putManifest(closure.repository(), tag, kept.get().manifest()),
                    target);
        }

        private static String told(Written written, Digest digest) {
            return switch (written) {
                case Written.Done _ -> "put back to " + digest.brief();
                case Written.Gone _ -> "it can't be put back: the registry doesn't know the repository";
                case Written.Refused(var _, String why) -> "it can't be put back: " + why;
                case Written.Unknown(String why) -> "whether it was put back is not known: " + why;
            };
        }
    }
}
