package dev.regent.act;

import dev.regent.act.Execution.Tools;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;

/// Deletes one thing.
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
}
