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
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Environments, and what people say about those that changed.
@Path("/api/v1/environments")
@RunOnVirtualThread
public final class EnvironmentsResource {

    private final Running running;
    private final Caller caller;

    EnvironmentsResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One environment.
    public record Environment(
            String name,
            String url,
            Optional<String> identity,
            String state,
            String heard,
            String detail,
            Optional<Instant> observedAt,
            long uses,
            long remembered) {

        static Environment of(KeptEnvironment kept) {
            return new Environment(
                    kept.name(),
                    kept.url(),
                    kept.identity(),
                    SourcesResource.state(kept.state()),
                    kept.heard().map(Words::of).orElse("never"),
                    kept.why().isEmpty() ? kept.detail() : kept.why() + "; " + kept.detail(),
                    kept.observed(),
                    kept.uses(),
                    kept.remembered());
        }
    }

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
    public Listed<Environment> environments() {
        return Listed.all(
                running.environments().list().stream().map(Environment::of).toList());
    }

    @POST
    @Path("/{name}/retire")
    @Operation(
            operationId = "retireEnvironment",
            summary = "An environment is gone for good: what it used protects no longer")
    @Needs(Permission.ADMINISTER)
    public Environment retire(@PathParam("name") String name, @Nullable Because because) {
        String reason = Because.given(because);
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
    @Path("/{name}/confirm")
    @Operation(
            operationId = "confirmEnvironment",
            summary = "What an environment shows now is right: older uses protect no longer")
    @Needs(Permission.ADMINISTER)
    public Environment confirm(@PathParam("name") String name, @Nullable Because because) {
        String reason = Because.given(because);
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

    private Environment answer(String action, String name, String reason, Decision decision) {
        return switch (decision) {
            case Decision.Unknown _ -> throw ProblemException.notFound("no environment " + name + " was ever known");
            case Decision.Refused(String why) -> throw ProblemException.conflict(why);
            case Decision.Done(KeptEnvironment environment) -> {
                running.record()
                        .append(new Deed(caller.session(), caller.actor().name(), action, name, reason, Map.of()));
                yield Environment.of(environment);
            }
        };
    }
}
