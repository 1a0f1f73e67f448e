package dev.regent.server.rest;

import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionEvent;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Server-sent events. They are read from the database, so that any server can tell what another
/// one does.
@ApplicationScoped
public class Streams {

    private static final Logger log = LoggerFactory.getLogger(Streams.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int KEEP_ALIVE_EVERY = 60;
    private static final int ENTRIES = 200;

    private final Running running;

    Streams(Running running) {
        this.running = running;
    }

    /// One look for what is new.
    private interface Round {

        /// @return whether there can be more
        boolean next(MultiEmitter<? super OutboundSseEvent> out);
    }

    Multi<OutboundSseEvent> ofExecution(String id, Optional<String> last, Sse sse) {
        long[] after = {number(last).orElse(0L)};
        return stream(sse, out -> {
            boolean over = false;
            for (ExecutionEvent event : running.executionStore().events(id, after[0])) {
                after[0] = Math.max(after[0], event.id());
                switch (event) {
                    case ExecutionEvent.OfStep(long number, var step) ->
                        out.emit(event(sse, number, "step", ExecutionPages.StepNow.of(step)));
                    case ExecutionEvent.OfExecution(long number, ExecutionHead head) -> {
                        out.emit(event(sse, number, "execution", ExecutionPages.Head.of(head)));
                        over |= head.state() != ExecutionState.WAITING && head.state() != ExecutionState.RUNNING;
                    }
                }
            }
            return !over;
        });
    }

    /// Everything that is written into the record, so that a page knows what to ask for again.
    Multi<OutboundSseEvent> ofAll(Optional<String> last, Predicate<Draft> visible, Sse sse) {
        long[] after = {number(last).orElseGet(() -> running.record().head().sequence())};
        return stream(sse, out -> {
            List<Entry> entries = running.record().list(after[0], ENTRIES);
            for (Entry entry : entries) {
                after[0] = entry.sequence();
                if (!visible.test(entry.what())) {
                    continue;
                }
                String action = entry.what().action();
                out.emit(event(
                        sse,
                        entry.sequence(),
                        topic(action),
                        Map.of(
                                "action",
                                action,
                                "subject",
                                entry.what().subject(),
                                "at",
                                entry.what().at().toString())));
            }
            return true;
        });
    }

    private static String topic(String action) {
        String about = action.substring(0, Math.max(0, action.indexOf('.')));
        return switch (about) {
            case "registry", "environment" -> "observation";
            case "plan", "approval" -> "plan";
            case "execution", "step", "undo" -> "execution";
            default -> "audit";
        };
    }

    private static Optional<Long> number(Optional<String> text) {
        try {
            return text.map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw ProblemException.bad("Last-Event-ID is the id of the last event that came, got another text");
        }
    }

    private static Multi<OutboundSseEvent> stream(Sse sse, Round round) {
        return Multi.createFrom()
                .emitter(out -> Thread.ofVirtual().name("events").start(() -> run(sse, round, out)));
    }

    private static void run(Sse sse, Round round, MultiEmitter<? super OutboundSseEvent> out) {
        Thread me = Thread.currentThread();
        out.onTermination(me::interrupt);
        try {
            for (int rounds = 1; !out.isCancelled() && round.next(out); rounds++) {
                if (rounds % KEEP_ALIVE_EVERY == 0) {
                    out.emit(sse.newEventBuilder().comment("still here").build());
                }
                Thread.sleep(LOOK_EVERY);
            }
            out.complete();
        } catch (InterruptedException e) {
            log.atDebug().log("nobody listens any more");
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("events can't be read");
            out.fail(e);
        }
    }

    private static OutboundSseEvent event(Sse sse, long id, String name, Object data) {
        return sse.newEventBuilder()
                .id(String.valueOf(id))
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data.getClass(), data)
                .build();
    }
}
