package dev.regent.server.rest;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.oci.Digest;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ShelfItem;
import dev.regent.store.acts.StoredApproval;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What is in force and what is kept: policies, approvals, manifests for undoing.
@Path("/api/v1")
@RunOnVirtualThread
public final class KeptResource {

    private final Running running;
    private final Caller caller;

    KeptResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// A policy in force.
    ///
    /// @param rules as they are understood
    /// @param scope of each registry that it holds for, how many of its repositories
    public record Policy(String name, String digest, List<String> rules, boolean allowEmpty, String scope) {
        public Policy {
            rules = List.copyOf(rules);
        }

        static Policy of(RetentionPolicy policy, String scope) {
            return new Policy(
                    policy.name(),
                    policy.digest().value(),
                    policy.items().stream().map(RetentionPolicy.Item::written).toList(),
                    policy.allowEmpty(),
                    scope);
        }
    }

    /// All policies in force.
    ///
    /// @param problem why the files as they are now are not in force; absent if they are
    public record Policies(List<Policy> items, Optional<String> problem) {
        public Policies {
            items = List.copyOf(items);
        }
    }

    /// An approval.
    public record ApprovalItem(
            String id,
            String plan,
            String proposer,
            String by,
            String reason,
            Instant at,
            Instant until,
            boolean sameHand,
            String state,
            Optional<String> execution) {

        static ApprovalItem of(StoredApproval kept) {
            return new ApprovalItem(
                    kept.approval().id(),
                    kept.approval().plan().value(),
                    kept.approval().proposer(),
                    kept.approval().by(),
                    kept.approval().reason(),
                    kept.approval().at(),
                    kept.approval().until(),
                    kept.approval().sameHand(),
                    kept.state().toString(),
                    kept.execution());
        }
    }

    /// A manifest that is kept for undoing.
    public record KeptItem(
            String execution,
            String registry,
            String repository,
            String digest,
            List<String> tags,
            long bytes,
            Instant keptAt,
            Instant expires) {
        public KeptItem {
            tags = List.copyOf(tags);
        }

        static KeptItem of(ShelfItem kept) {
            return new KeptItem(
                    kept.execution(),
                    kept.registry(),
                    kept.repository(),
                    kept.digest().value(),
                    kept.tags(),
                    kept.bytes(),
                    kept.keptAt(),
                    kept.expires());
        }
    }

    /// Everything that is kept for undoing.
    public record KeptPage(List<KeptItem> items, Optional<String> next, long totalBytes, long limitBytes) {
        public KeptPage {
            items = List.copyOf(items);
        }
    }

    @GET
    @Path("/policies")
    @Operation(operationId = "listPolicies", summary = "The policies in force")
    @Needs(Permission.READ)
    public Policies policies() {
        EstatePages pages = new EstatePages(running.database());
        Map<String, List<String>> repositories = new TreeMap<>();
        running.inForce().configuration().registries().stream()
                .map(RegistryConfig::name)
                .filter(caller.actor().covers())
                .forEach(name -> repositories.put(
                        name,
                        pages.repositories(name).stream()
                                .filter(repository -> repository.gone().isEmpty())
                                .map(EstatePages.RepositoryNumbers::name)
                                .toList()));
        return new Policies(
                running.inForce().policies().stream()
                        .map(policy -> Policy.of(policy, scope(policy.scope(), repositories)))
                        .toList(),
                running.live()
                        .problem()
                        .map(problem -> caller.actor().seesAll()
                                ? problem
                                : "the files as they are now can't be used; whose token covers all registries can read"
                                        + " why"));
    }

    private static String scope(RetentionPolicy.Scope scope, Map<String, List<String>> repositories) {
        String known = repositories.entrySet().stream()
                .filter(registry -> scope.registries().test(registry.getKey()))
                .map(registry -> registry.getKey() + " ("
                        + registry.getValue().stream()
                                .filter(scope.repositories())
                                .count()
                        + " of " + registry.getValue().size() + " repositories)")
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "no registry that is configured" : known;
    }

    @GET
    @Path("/approvals")
    @Operation(operationId = "listApprovals", summary = "Approvals, the newest first")
    @Needs(Permission.READ)
    public Listed<ApprovalItem> approvals(
            @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") @DefaultValue("100") int limit) {
        return Listed.some(
                Listed.page(cursor, limit),
                running.approvals()::list,
                approval ->
                        caller.actor().seesAll() || covered(approval.approval().plan()),
                ApprovalItem::of);
    }

    private boolean covered(Digest plan) {
        return running.planStore()
                .head(plan)
                .filter(head -> caller.actor().covers().test(head.registries().getFirst()))
                .isPresent();
    }

    /// Takes an approval back, as long as nothing took it.
    @DELETE
    @Path("/approvals/{id}")
    @Operation(operationId = "withdrawApproval", summary = "Takes an approval back before it is used")
    @Needs(Permission.APPROVE)
    public Response withdraw(
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue("") String inQuery,
            EnvironmentsResource.@Nullable Because because) {
        String reason = EnvironmentsResource.Because.anywhere(because, inQuery);
        StoredApproval asked = running.approvals()
                .find(id)
                .filter(approval -> covered(approval.approval().plan()))
                .orElseThrow(() -> ProblemException.notFound("there is no approval " + id));
        running.database()
                .inTransaction((Handle in) -> {
                    Optional<String> against =
                            running.approvals().withdraw(in, id, caller.actor().name(), reason);
                    if (against.isEmpty()) {
                        running.record()
                                .append(
                                        in,
                                        new Deed(
                                                caller.session(),
                                                caller.actor().name(),
                                                "approval.withdrawn",
                                                id,
                                                reason,
                                                Map.of(
                                                        "plan",
                                                        asked.approval().plan().value())));
                    }
                    return against;
                })
                .ifPresent(why -> {
                    throw ProblemException.conflict(why);
                });
        return Response.noContent().build();
    }

    @GET
    @Path("/undo")
    @Operation(operationId = "listKeptForUndo", summary = "What is kept for undoing")
    @Needs(Permission.READ)
    public KeptPage undo(
            @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") @DefaultValue("100") int limit) {
        var page = running.shelf().list(Listed.page(cursor, limit));
        return new KeptPage(
                page.items().stream()
                        .filter(item -> caller.actor().covers().test(item.registry()))
                        .map(KeptItem::of)
                        .toList(),
                page.next().map(String::valueOf),
                running.shelf().bytes(),
                running.shelf().limits().bytes());
    }
}
