package dev.regent.server.rest;

import dev.regent.server.access.Actor;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Who one is here.
@Path("/api/v1/whoami")
@RunOnVirtualThread
public final class MeResource {

    private final Running running;
    private final Caller caller;

    MeResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// What a token stands for.
    ///
    /// @param singleAdministrator whether who proposes may approve
    /// @param distinctApprover the opposite
    public record Me(
            String name,
            String role,
            List<String> registries,
            Optional<Instant> expires,
            List<String> permissions,
            boolean singleAdministrator,
            boolean distinctApprover) {
        public Me {
            registries = List.copyOf(registries);
            permissions = List.copyOf(permissions);
        }
    }

    @GET
    @Operation(operationId = "whoAmI", summary = "Whom the token stands for")
    @Needs(Permission.READ)
    public Me me() {
        Actor actor = caller.actor();
        return new Me(
                actor.name(),
                actor.role().toString(),
                actor.registries(),
                actor.expires(),
                Permission.of(actor.role()).stream()
                        .filter(permission -> permission != Permission.NONE)
                        .map(Permission::toString)
                        .toList(),
                !running.plans().rules().distinctApprover(),
                running.plans().rules().distinctApprover());
    }
}
