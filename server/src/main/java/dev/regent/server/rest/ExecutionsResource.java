package dev.regent.server.rest;

import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionState;
import dev.regent.store.acts.ExecutionStore.Creation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Executions: beginning, watching and stopping them.
@Path("/api/v1/executions")
@RunOnVirtualThread
public final class ExecutionsResource {

    private static final String USUAL_REASON = "undone";

    private final Running running;
    private final Caller caller;
    private final Once once;
    private final ExecutionPages pages;

    ExecutionsResource(Running running, Caller caller, Once once) {
        this.running = running;
        this.caller = caller;
        this.once = once;
        this.pages = new ExecutionPages(running);
    }

    /// An execution that somebody wants: of a plan, or to take one back.
    ///
    /// @param image by name; only these and what stands or falls with them
    /// @param images the same
    @Schema(name = "NewExecution")
    public record Wanted(
            Optional<String> plan,
            Optional<String> undo,
            Optional<List<String>> image,
            Optional<List<String>> images,
            Optional<String> reason) {

        List<String> chosen() {
            return images.or(() -> image).orElse(List.of());
        }
    }

    @GET
    @Operation(operationId = "listExecutions", summary = "Executions, the newest first")
    @Needs(Permission.READ)
    public Listed<ExecutionPages.Head> executions(
            @QueryParam("plan") Optional<String> plan,
            @QueryParam("state") Optional<String> state,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Given.oneOf("state", state, Words.all(ExecutionState.values()));
        return Listed.some(
                Listed.page(cursor, limit),
                running.executionStore()::list,
                head -> caller.actor().covers().test(head.registry())
                        && state.map(head.state().toString()::equals).orElse(true)
                        && plan.map(text -> head.plan()
                                        .filter(digest -> digest.value().equals(text))
                                        .isPresent())
                                .orElse(true),
                ExecutionPages.Head::of);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getExecution", summary = "One execution with its steps")
    @Needs(Permission.READ)
    public ExecutionPages.Whole execution(@PathParam("id") String id) {
        return pages.whole(find(id));
    }

    @POST
    @Operation(operationId = "beginExecution", summary = "Carries out an approved plan, or takes an execution back")
    @Needs(Permission.CARRY_OUT)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = ExecutionPages.Whole.class, responseCode = "202", responseDescription = "Begun")
    public Response begin(@Nullable Wanted asked, @HeaderParam("Idempotency-Key") Optional<String> key) {
        Wanted wanted = Given.body(asked, "{\"plan\": \"…\"} or {\"undo\": \"…\"}");
        return once.answer(key, "POST", "/executions", wanted, () -> {
            Creation creation = wanted.undo().isPresent() ? undo(wanted.undo().get(), wanted) : carryOut(wanted);
            return switch (creation) {
                case Creation.Refused(String why) -> throw ProblemException.conflict(why);
                case Creation.Created(ExecutionHead head) -> {
                    running.runner().takeUp();
                    yield Response.accepted(pages.whole(head)).build();
                }
            };
        });
    }

    private Creation carryOut(Wanted wanted) {
        String plan = wanted.plan()
                .orElseThrow(() -> ProblemException.bad("say which `plan` to carry out, or which execution to `undo`"));
        var stored = PlansResource.find(running, caller, plan);
        return running.executions()
                .carryOut(caller.actor(), caller.session(), stored.plan().digest(), wanted.chosen());
    }

    private Creation undo(String id, Wanted wanted) {
        find(id);
        return running.executions()
                .undo(
                        caller.actor(),
                        caller.session(),
                        id,
                        wanted.chosen(),
                        wanted.reason().filter(reason -> !reason.isBlank()).orElse(USUAL_REASON));
    }

    @POST
    @Path("/{id}/stop")
    @Operation(operationId = "stopExecution", summary = "Stops an execution after the step that is under way")
    @Needs(Permission.CARRY_OUT)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = ExecutionPages.Whole.class, responseCode = "202", responseDescription = "It stops")
    public Response stop(@PathParam("id") String id, EnvironmentsResource.@Nullable Because because) {
        String reason = EnvironmentsResource.Because.given(because);
        find(id);
        running.executions().stop(caller.actor(), caller.session(), id, reason).ifPresent(why -> {
            throw ProblemException.conflict(why);
        });
        return Response.accepted(pages.whole(find(id))).build();
    }

    private ExecutionHead find(String id) {
        return find(running, caller, id);
    }

    /// One execution; those that a token doesn't cover are as if they weren't there.
    static ExecutionHead find(Running running, Caller caller, String id) {
        return running.executionStore()
                .head(id)
                .filter(head -> caller.covers(head.registry()))
                .orElseThrow(() -> ProblemException.notFound("there is no execution " + id));
    }
}
