package dev.regent.server.rest;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.EnvironmentPages.KeptNodeImage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What uses images where, over all environments, and what lies on their nodes.
@Path("/api/v1")
@RunOnVirtualThread
public final class WorkloadsResource {

    private final Running running;
    private final Caller caller;

    WorkloadsResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// An image on a node.
    ///
    /// @param lastUsed when something in its environment used it the last time, this moment if it
    ///     does now; absent if nothing is known to have
    public record NodeImage(
            String environment,
            String node,
            List<String> names,
            List<String> digests,
            long size,
            Instant firstSeen,
            boolean inUse,
            Optional<Instant> lastUsed) {
        public NodeImage {
            names = List.copyOf(names);
            digests = List.copyOf(digests);
        }

        static NodeImage of(KeptNodeImage kept) {
            return new NodeImage(
                    kept.environment(),
                    kept.node(),
                    kept.names(),
                    kept.digests().stream().map(Digest::value).toList(),
                    kept.size(),
                    kept.firstSeen(),
                    kept.inUse(),
                    kept.lastUsed());
        }
    }

    @GET
    @Path("/workloads")
    @Operation(
            operationId = "listWorkloads",
            summary = "What uses images: whose it is, and whether a registry that is looked at has them")
    @Needs(Permission.READ)
    public Listed<Workloads.Workload> workloads(
            @QueryParam("environment") Optional<String> environment,
            @QueryParam("tier") Optional<String> tier,
            @QueryParam("team") Optional<String> team,
            @QueryParam("held") Optional<String> held,
            @QueryParam("q") Optional<String> text,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Given.oneOf("tier", tier, List.of("production", "staging", "development", "unknown"));
        Given.oneOf("held", held, List.of("held", "missing", "foreign", "unknown"));
        return new Workloads(running, caller)
                .page(new Workloads.Filter(environment, tier, team, held, text), cursor, limit);
    }

    @GET
    @Path("/node-images")
    @Operation(operationId = "listNodeImages", summary = "Images on nodes, with their size and last use")
    @Needs(Permission.READ)
    public Listed<NodeImage> nodeImages(
            @QueryParam("environment") Optional<String> environment,
            @QueryParam("node") Optional<String> node,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        var page = running.environmentPages().nodeImages(environment, node, cursor, limit);
        return new Listed<>(
                page.items().stream().filter(this::seen).map(NodeImage::of).toList(), page.next());
    }

    /// A token that covers only some registries shows what names one of them.
    private boolean seen(KeptNodeImage image) {
        return caller.actor().seesAll()
                || image.names().stream()
                        .flatMap(name -> ImageReference.parse(name).stream())
                        .map(reference -> reference.host().toLowerCase(Locale.ROOT))
                        .anyMatch(host -> running.inForce().configuration().registries().stream()
                                .filter(registry -> caller.actor().covers().test(registry.name()))
                                .anyMatch(registry -> registry.hosts().contains(host)));
    }
}
