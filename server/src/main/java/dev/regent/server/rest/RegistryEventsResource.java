package dev.regent.server.rest;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.RegistryHint;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/// What registries tell of by themselves.
@Path("/api/v1/registries/{name}/events")
@RunOnVirtualThread
public final class RegistryEventsResource {

    private static final String EVENTS = "application/vnd.docker.distribution.events.v1+json";
    private static final String EVENTS_OF_3 = "application/vnd.docker.distribution.events.v2+json";

    private final Running running;
    private final Caller caller;

    RegistryEventsResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// What became of what was told.
    ///
    /// @param changes tags and manifests that are asked for soon
    /// @param pulls events that tell that somebody pulled an image; one that is told again isn't counted again
    /// @param ignored events that are neither, or can't be understood
    public record Told(int changes, int pulls, int ignored) {}

    /// Answers once it isn't lost any more: the registry may forget it then.
    @POST
    @Consumes({EVENTS, EVENTS_OF_3, MediaType.APPLICATION_JSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "tellOfChanges",
            summary =
                    "Takes an envelope of CNCF Distribution's notifications; what it names is asked for soon, pulls are counted")
    @Needs(Permission.NOTIFY)
    @APIResponseSchema(value = Told.class, responseCode = "202", responseDescription = "Kept")
    public Response tell(@PathParam("name") String name, byte[] envelope) {
        RegistryConfig registry = RegistriesResource.configured(running, caller, name);
        RegistryHint hint = running.eventLooks().tell(registry, envelope);
        return Response.accepted(new Told(hint.changes().size(), hint.pulls().size(), hint.ignored()))
                .build();
    }
}
