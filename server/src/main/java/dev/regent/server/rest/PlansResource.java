package dev.regent.server.rest;

import dev.regent.approve.Approval;
import dev.regent.approve.ApprovalRules;
import dev.regent.approve.Approving;
import dev.regent.approve.Approving.Decision;
import dev.regent.oci.Digest;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Fresh;
import dev.regent.server.estate.Plans;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanMatch;
import dev.regent.store.acts.PlanState;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.StoredPlan;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Plans: having them made, reading them, saying yes to them.
@Path("/api/v1/plans")
@RunOnVirtualThread
public final class PlansResource {

    private final Running running;
    private final Caller caller;
    private final Once once;
    private final PlanPages pages;

    PlansResource(Running running, Caller caller, Once once) {
        this.running = running;
        this.caller = caller;
        this.once = once;
        this.pages = new PlanPages(running);
    }

    /// A plan that somebody wants.
    ///
    /// @param policy in YAML, for this plan alone, besides the policies in force
    /// @param images by name; the plan is then about these alone
    @Schema(name = "NewPlan")
    public record Wanted(@Nullable String registry, Optional<String> policy, Optional<List<String>> images) {}

    /// A yes that somebody wants to say.
    @Schema(name = "NewApproval")
    public record Yes(@Nullable String reason, Optional<Boolean> allowLarge) {}

    /// A yes that was said.
    ///
    /// @param plan digest
    @Schema(name = "Approval")
    public record Said(String plan, String approval, String by, Instant until) {}

    @GET
    @Operation(operationId = "listPlans", summary = "Plans, the newest first")
    @Needs(Permission.READ)
    public Listed<PlanPages.Head> plans(
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("state") Optional<String> state,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        registry.ifPresent(caller::mustCover);
        Given.oneOf("state", state, Words.all(PlanState.values()));
        return Listed.some(
                Listed.page(cursor, limit),
                request -> running.planStore().list(registry, request),
                head -> caller.actor().covers().test(head.registries().getFirst())
                        && state.map(head.state().toString()::equals).orElse(true),
                pages::head);
    }

    @GET
    @Path("/{plan}")
    @Operation(operationId = "getPlan", summary = "One plan with its steps, by its digest or the beginning of it")
    @Needs(Permission.READ)
    public PlanPages.Whole plan(@PathParam("plan") String plan) {
        return pages.whole(find(plan));
    }

    @POST
    @Operation(operationId = "createPlan", summary = "Looks now and says what could go")
    @Needs(Permission.PROPOSE)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = PlanPages.Whole.class,
            responseCode = "201",
            responseDescription = "A new plan; 200 with the same plan if there was one")
    public Response propose(@Nullable Wanted asked, @HeaderParam("Idempotency-Key") Optional<String> key) {
        Wanted wanted = Given.body(asked, "{\"registry\": \"…\"}");
        String registry = Given.text(wanted.registry(), "registry", "name the registry, see /api/v1/registries");
        caller.mustCover(registry);
        return once.answer(key, "POST", "/plans", wanted, () -> {
            try {
                PlanStore.Kept kept = running.plans()
                        .propose(
                                caller.actor(),
                                running.plans().registry(registry),
                                wanted.policy(),
                                wanted.images().orElse(List.of()));
                StoredPlan stored =
                        running.planStore().load(kept.head().digest()).orElseThrow();
                return Response.status(kept.renewed() ? 200 : 201)
                        .entity(pages.whole(stored))
                        .build();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ProblemException.conflict("the server is stopping; ask again");
            }
        });
    }

    @POST
    @Path("/{plan}/approvals")
    @Operation(operationId = "approvePlan", summary = "Says yes to exactly this plan")
    @Needs(Permission.APPROVE)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = Said.class, responseCode = "201", responseDescription = "Approved")
    public Response approve(
            @PathParam("plan") String plan, @Nullable Yes said, @HeaderParam("Idempotency-Key") Optional<String> key) {
        Yes yes = Given.body(said, "{\"reason\": \"…\"}");
        String reason = Given.text(yes.reason(), "reason", "say why these images may go");
        StoredPlan stored = find(plan);
        Digest digest = stored.plan().digest();
        return once.answer(key, "POST", "/plans/" + digest + "/approvals", yes, () -> {
            Decision decision = running.plans()
                    .approve(
                            caller.actor(),
                            caller.session(),
                            digest,
                            reason,
                            yes.allowLarge().orElse(false));
            return switch (decision) {
                case Decision.Refused(List<String> reasons) ->
                    throw ProblemException.conflict(
                            "plan " + digest.brief() + " can't be approved: " + String.join("; ", reasons), reasons);
                case Decision.Granted(var approved) -> {
                    Approval approval = approved.approval();
                    yield Response.status(201)
                            .entity(new Said(digest.value(), approval.id(), approval.by(), approval.until()))
                            .build();
                }
            };
        });
    }

    private StoredPlan find(String text) {
        return find(running, caller, text);
    }

    /// The plan that a person names; plans that its token doesn't cover are as if they weren't there.
    static StoredPlan find(Running running, Caller caller, String text) {
        List<Digest> named = switch (running.planStore().find(text)) {
            case PlanMatch.None _ -> List.<Digest>of();
            case PlanMatch.One(Digest digest) -> List.of(digest);
            case PlanMatch.Several(List<Digest> digests) -> digests;
        };
        List<Digest> seen = named.stream()
                .filter(digest -> running.planStore()
                        .head(digest)
                        .filter(head -> caller.covers(head.registries().getFirst()))
                        .isPresent())
                .toList();
        return switch (seen.size()) {
            case 0 -> throw ProblemException.notFound("there is no plan " + text + "; see /api/v1/plans");
            case 1 -> running.planStore().load(seen.getFirst()).orElseThrow();
            default ->
                throw ProblemException.conflict(
                        "several plans begin with " + text + ": write more of the digest",
                        seen.stream().map(Digest::value).toList());
        };
    }

    /// What stands against approving a plan now.
    static List<String> whyNot(Running running, PlanHead head, Optional<StoredPlan> stored) {
        return running.inForce()
                .configuration()
                .registry(head.registries().getFirst())
                .map(registry -> stored.map(plan -> Approving.obstacles(
                                Fresh.of(plan, registry), running.clocks().now()))
                        .orElseGet(() -> Plans.unmet(registry)))
                .orElseGet(() -> List.of("registry " + head.registries().getFirst() + " is no longer configured"));
    }

    static boolean large(Running running, PlanHead head) {
        ApprovalRules rules = running.plans().rules();
        return rules.isLarge(head.steps(), head.manifests());
    }
}
