package dev.regent.server.rest;

import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionEvent;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionState;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Server-sent events. They are read from the database, so that any server can tell what another
/// one does.
@ApplicationScoped
public class Streams {

    private static final int ENTRIES = 200;

    private final Running running;

    Streams(Running running) {
        this.running = running;
    }

    /// What changes in an execution, until it ends.
    ///
    /// @param still whether whoever reads would be let in now
    Multi<OutboundSseEvent> ofExecution(String id, Optional<String> last, BooleanSupplier still, Sse sse) {
        long[] after = {number(last).orElse(0L)};
        return stream(sse, still, out -> {
            boolean over = false;
            for (ExecutionEvent event : running.executionStore().events(id, after[0])) {
                after[0] = Math.max(after[0], event.id());
                switch (event) {
                    case ExecutionEvent.OfStep(long number, var step) ->
                        out.send(event(sse, number, "step", ExecutionPages.StepNow.of(step)));
                    case ExecutionEvent.OfExecution(long number, ExecutionHead head) -> {
                        out.send(event(sse, number, "execution", ExecutionPages.Head.of(head)));
                        over |= head.state() != ExecutionState.WAITING && head.state() != ExecutionState.RUNNING;
                    }
                }
            }
            return !over;
        });
    }

    /// Everything that is written into the record, so that a page knows what to ask for again.
    ///
    /// @param still whether whoever reads would be let in now
    Multi<OutboundSseEvent> ofAll(Optional<String> last, Predicate<Draft> visible, BooleanSupplier still, Sse sse) {
        long[] after = {number(last).orElseGet(() -> running.record().head().sequence())};
        return stream(sse, still, out -> {
            List<Entry> entries = running.record().list(after[0], ENTRIES);
            for (Entry entry : entries) {
                after[0] = entry.sequence();
                if (!visible.test(entry.what())) {
                    continue;
                }
                String action = entry.what().action();
                out.send(event(
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

    private static Multi<OutboundSseEvent> stream(
            Sse sse, BooleanSupplier still, Reader.Round<OutboundSseEvent> round) {
        return Reader.of(
                out -> still.getAsBoolean() && round.next(out),
                () -> sse.newEventBuilder().comment("still here").build(),
                Reader.Patience.USUAL);
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
