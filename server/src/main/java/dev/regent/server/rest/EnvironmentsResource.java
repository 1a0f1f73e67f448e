package dev.regent.server.rest;

import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.EnvironmentStore.Decision;
import dev.regent.store.estate.KeptEnvironment;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Environments, and what people say about those that changed.
@Path("/api/v1/environments")
@RunOnVirtualThread
public final class EnvironmentsResource {

    private static final String ALL = "an environment protects images of all registries";
    private static final int WORKLOADS_SHOWN = 100;

    private final Running running;
    private final Caller caller;

    EnvironmentsResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One environment and what uses images in it.
    ///
    /// @param workloads the first of them; `/workloads?environment=` has the others
    public record WithWorkloads(Environments.Environment environment, Listed<Workloads.Workload> workloads) {}

    /// Why somebody wants something.
    @Schema(name = "Reason")
    public record Because(@Nullable String reason) {

        static String given(@Nullable Because because) {
            return Given.text(Given.body(because, "{\"reason\": \"…\"}").reason(), "reason", "say why");
        }

        /// Of a body or of the address; empty where neither says anything.
        static String anywhere(@Nullable Because because, String inQuery) {
            String inBody = because == null ? null : because.reason();
            return (inBody == null || inBody.isBlank() ? inQuery : inBody).strip();
        }
    }

    @GET
    @Operation(operationId = "listEnvironments", summary = "All environments that were ever known")
    @Needs(Permission.READ)
    public Listed<Environments.Environment> environments() {
        return Listed.all(new Environments(running, caller).all());
    }

    @GET
    @Path("/{name: .+}")
    @Operation(
            operationId = "getEnvironment",
            summary = "One environment with its workloads; its name may have slashes, as they are or as %2F")
    @Needs(Permission.READ)
    public WithWorkloads environment(@PathParam("name") String name) {
        return new WithWorkloads(
                new Environments(running, caller)
                        .named(name)
                        .orElseThrow(() -> ProblemException.notFound("no environment " + name + " was ever known")),
                new Workloads(running, caller).page(Workloads.Filter.in(name), "", WORKLOADS_SHOWN));
    }

    @POST
    @Path("/{name: .+}/retire")
    @Operation(
            operationId = "retireEnvironment",
            summary = "An environment is gone for good: what it used protects no longer")
    @Needs(Permission.ADMINISTER)
    public Environments.Environment retire(@PathParam("name") String name, @Nullable Because because) {
        String reason = Because.given(because);
        caller.mustSeeAll(ALL);
        return answer(
                "environment.retired",
                name,
                reason,
                running.environments()
                        .retire(
                                name,
                                caller.actor().name(),
                                reason,
                                running.clocks().now()));
    }

    @POST
    @Path("/{name: .+}/confirm")
    @Operation(
            operationId = "confirmEnvironment",
            summary = "What an environment shows now is right: older uses protect no longer")
    @Needs(Permission.ADMINISTER)
    public Environments.Environment confirm(@PathParam("name") String name, @Nullable Because because) {
        String reason = Because.given(because);
        caller.mustSeeAll(ALL);
        return answer(
                "environment.confirmed",
                name,
                reason,
                running.environments()
                        .confirm(
                                name,
                                caller.actor().name(),
                                reason,
                                running.clocks().now()));
    }

    private Environments.Environment answer(String action, String name, String reason, Decision decision) {
        return switch (decision) {
            case Decision.Unknown _ -> throw ProblemException.notFound("no environment " + name + " was ever known");
            case Decision.Refused(String why) -> throw ProblemException.conflict(why);
            case Decision.Done(KeptEnvironment environment) -> {
                running.record()
                        .append(new Deed(caller.session(), caller.actor().name(), action, name, reason, Map.of()));
                yield new Environments(running, caller).shown(environment);
            }
        };
    }
}
