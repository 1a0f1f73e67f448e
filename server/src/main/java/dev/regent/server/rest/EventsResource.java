package dev.regent.server.rest;

import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What happens, as it happens, as server-sent events.
@Path("/api/v1/events")
@Blocking
public final class EventsResource {

    private final Running running;
    private final Caller caller;
    private final Streams streams;

    EventsResource(Running running, Caller caller, Streams streams) {
        this.running = running;
        this.caller = caller;
        this.streams = streams;
    }

    /// A topic and a subject for everything that is written into the record, so that a page knows
    /// what to ask for again. The subject is empty for who sees only some registries.
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "events", summary = "What is written into the record, as it happens")
    @Needs(Permission.READ)
    public Multi<OutboundSseEvent> events(@HeaderParam("Last-Event-ID") Optional<String> last, Sse sse) {
        return streams.ofAll(last, Visible.to(caller.actor(), running), caller.still(), sse);
    }
}
