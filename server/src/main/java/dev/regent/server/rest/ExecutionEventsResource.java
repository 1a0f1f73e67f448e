package dev.regent.server.rest;

import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionHead;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What changes in one execution, as it changes, until it ends.
@Path("/api/v1/executions/{id}/events")
@Blocking
public final class ExecutionEventsResource {

    private final Running running;
    private final Caller caller;
    private final Streams streams;

    ExecutionEventsResource(Running running, Caller caller, Streams streams) {
        this.running = running;
        this.caller = caller;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "executionEvents", summary = "What changes in one execution, until it ends")
    @Needs(Permission.READ)
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id, @HeaderParam("Last-Event-ID") Optional<String> last, Sse sse) {
        ExecutionHead head = ExecutionsResource.find(running, caller, id);
        return streams.ofExecution(head.id(), last, caller.still(), sse);
    }
}
