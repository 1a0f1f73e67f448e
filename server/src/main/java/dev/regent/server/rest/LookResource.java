package dev.regent.server.rest;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.Looking;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The look at a registry: when, how far, and that it stops.
@Path("/api/v1/registries/{name}/look")
@RunOnVirtualThread
public final class LookResource {

    private final Running running;
    private final Caller caller;

    LookResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    @POST
    @Operation(operationId = "lookAtRegistry", summary = "Has a registry looked at as soon as possible")
    @Needs(Permission.PROPOSE)
    public Response look(@PathParam("name") String name) {
        RegistryConfig registry = configured(name);
        boolean planned = running.schedule().lookNow(registry.name());
        running.record()
                .append(new Deed(caller.session(), caller.actor().name(), "registry.look-wanted", name, "", Map.of()));
        return Response.accepted(Map.of("registry", name, "observation", planned ? "planned" : "under way"))
                .build();
    }

    /// How far a look is.
    ///
    /// @param state `under way`, `cut off` or `none`
    /// @param done tags read
    /// @param total tags known so far
    /// @param secondsLeft at the rate so far
    /// @param next when it is looked at next
    public record LookState(
            String registry,
            String state,
            Optional<Instant> beganAt,
            long done,
            long total,
            Optional<Double> perSecond,
            Optional<Long> secondsLeft,
            Optional<Instant> next) {}

    @GET
    @Operation(operationId = "getLook", summary = "How far the look at a registry is")
    @Needs(Permission.READ)
    public LookState looking(@PathParam("name") String name) {
        RegistryConfig registry = configured(name);
        boolean underWay = running.schedule().looking(registry.name());
        Optional<Looking> look = running.estate().looking(registry.name());
        return new LookState(
                registry.name(),
                underWay ? "under way" : look.isPresent() ? "cut off" : "none",
                look.map(Looking::beganAt),
                look.map(Looking::done).orElse(0L),
                look.map(Looking::total).orElse(0L),
                look.filter(_ -> underWay).flatMap(Looking::perSecond),
                look.filter(_ -> underWay).flatMap(Looking::left).map(Duration::toSeconds),
                running.schedule().next(registry.name()));
    }

    @DELETE
    @Operation(operationId = "stopLook", summary = "Stops the look at a registry; the next one goes on from there")
    @Needs(Permission.PROPOSE)
    public Response stopLook(@PathParam("name") String name) {
        RegistryConfig registry = configured(name);
        if (!running.schedule().looking(registry.name()) || !running.estate().stopLook(registry.name())) {
            throw ProblemException.conflict("no look at " + name + " over /v2/ is under way");
        }
        running.record()
                .append(new Deed(caller.session(), caller.actor().name(), "registry.look-stopped", name, "", Map.of()));
        return Response.accepted(Map.of("registry", name, "observation", "stopping"))
                .build();
    }

    private RegistryConfig configured(String name) {
        return RegistriesResource.configured(running, caller, name);
    }
}
