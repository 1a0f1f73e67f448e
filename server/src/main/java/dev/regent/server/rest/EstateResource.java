package dev.regent.server.rest;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.RepositoryTeams;
import dev.regent.server.rest.EstateItems.GrowthItem;
import dev.regent.server.rest.EstateItems.LayerItem;
import dev.regent.server.rest.EstateItems.OrphanItem;
import dev.regent.server.rest.EstateItems.SprawlItem;
import dev.regent.server.rest.EstateItems.StorageItem;
import dev.regent.store.estate.Pulls;
import dev.regent.store.space.EstateStorage.Teams;
import dev.regent.store.space.StorageBy;
import dev.regent.store.space.StorageGrowth;
import dev.regent.store.space.StorageGrowth.Growing;
import dev.regent.store.space.StorageShare;
import dev.regent.store.space.WastePages.LayerFilter;
import dev.regent.store.space.WastePages.LayerOrder;
import dev.regent.store.space.WastePages.Old;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Where the bytes lie, who grows, and what is waste. Only registries that the caller's token covers count, also in
/// sums.
@Path("/api/v1/estate")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, CsvWriter.CSV})
public final class EstateResource {

    private static final int MOST_DAYS = 3_650;

    private final Running running;
    private final Caller caller;

    EstateResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    @GET
    @Path("/storage")
    @Operation(
            operationId = "listStorage",
            summary =
                    "What each registry, repository, team or base holds: all of it, alone, and its part of what is shared; and how often it is pulled")
    @Needs(Permission.READ)
    public Listed<StorageItem> storage(
            @QueryParam("by") @DefaultValue("repository") String by,
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("order") @DefaultValue("bytes") String order,
            @QueryParam("days") @DefaultValue("30") int days,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") Optional<String> format) {
        StorageBy what = by(by, List.of("registry", "repository", "team", "base"));
        Given.oneOf("order", Optional.of(order), List.of("bytes", "pulls"));
        boolean pulled = what == StorageBy.REGISTRY || what == StorageBy.REPOSITORY;
        boolean byPulls = order.equals("pulls");
        if (byPulls && !pulled) {
            throw ProblemException.bad(
                    "?order=pulls is by registry or repository, got by " + by + ": whose pulls they are isn't told");
        }
        if (days < 1 || days > Pulls.MOST_DAYS) {
            throw ProblemException.bad(
                    "?days= is 1 to " + Pulls.MOST_DAYS + ", for as long as pulls are kept, got another number");
        }
        List<String> names = covered(registry);
        List<StorageShare> shares = running.storage().shares(what, names, teams(what));
        PulledStorage storage = new PulledStorage(what, pulled ? running.pulls().of(names, days) : Map.of());
        return Listed.part(byPulls ? storage.leastPulledFirst(shares) : storage.items(shares), cursor, limit);
    }

    @GET
    @Path("/growth")
    @Operation(
            operationId = "listGrowth",
            summary = "What each registry, repository or team held day by day; what grew most first")
    @Needs(Permission.READ)
    public Listed<GrowthItem> growth(
            @QueryParam("by") @DefaultValue("registry") String by,
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("days") @DefaultValue("90") int days,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") Optional<String> format) {
        StorageBy what = by(by, List.of("registry", "repository", "team"));
        LocalDate since = LocalDate.ofInstant(before(days), ZoneOffset.UTC);
        Listed<Growing> part = Listed.part(
                new StorageGrowth(running.database()).growing(what, covered(registry), teams(what), since),
                cursor,
                limit);
        return new Listed<>(
                part.items().stream()
                        .map(growing -> GrowthItem.of(growing.series().get()))
                        .toList(),
                part.next());
    }

    @GET
    @Path("/layers")
    @Operation(
            operationId = "listLayers",
            summary =
                    "Layers, the largest or most held first, with the images, repositories and workloads that hold them")
    @Needs(Permission.READ)
    public Listed<LayerItem> layers(
            @QueryParam("order") @DefaultValue("size") String order,
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("exclusive") @DefaultValue("false") String exclusive,
            @QueryParam("onlyOld") @DefaultValue("false") String onlyOld,
            @QueryParam("days") @DefaultValue("90") int days,
            @QueryParam("newest") @DefaultValue("3") int newest,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") Optional<String> format) {
        Given.oneOf("order", Optional.of(order), List.of("size", "images"));
        if (newest < 0) {
            throw ProblemException.bad("?newest= is zero or more, got less");
        }
        Optional<Old> old =
                Given.flag("onlyOld", onlyOld) ? Optional.of(new Old(before(days), newest)) : Optional.empty();
        LayerFilter filter = new LayerFilter(
                covered(registry),
                LayerOrder.valueOf(order.toUpperCase(Locale.ROOT)),
                Given.flag("exclusive", exclusive),
                old);
        return Listed.of(running.waste().layers(filter, cursor, limit), LayerItem::of);
    }

    @GET
    @Path("/sprawl")
    @Operation(
            operationId = "listSprawl",
            summary = "Repositories with more tags than they need, images without tags, and layers that repeat")
    @Needs(Permission.READ)
    public Listed<SprawlItem> sprawl(
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("days") @DefaultValue("90") int days,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") Optional<String> format) {
        return Listed.part(
                running.waste().sprawl(covered(registry), before(days)).stream()
                        .map(SprawlItem::of)
                        .toList(),
                cursor,
                limit);
    }

    @GET
    @Path("/orphans")
    @Operation(
            operationId = "listOrphans",
            summary = "Blobs that no manifest references and pushes that were not finished, where a volume is read")
    @Needs(Permission.READ)
    public Listed<OrphanItem> orphans(
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") Optional<String> format) {
        return Listed.part(
                running.waste().leftovers(covered(registry)).stream()
                        .flatMap(OrphanItem::of)
                        .toList(),
                cursor,
                limit);
    }

    private static StorageBy by(String text, List<String> words) {
        Given.oneOf("by", Optional.of(text), words);
        return StorageBy.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private Instant before(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw ProblemException.bad("?days= is 1 to " + MOST_DAYS + ", got another number");
        }
        return running.clocks().now().minus(Duration.ofDays(days));
    }

    private Map<String, Teams> teams(StorageBy by) {
        return by == StorageBy.TEAM
                ? new RepositoryTeams(running.inForce().configuration(), running.database()).now()
                : Map.of();
    }

    /// Those that are configured: of one that was taken out nothing is known any more.
    private List<String> covered(Optional<String> registry) {
        registry.ifPresent(caller::mustCover);
        List<String> names = running.inForce().configuration().registries().stream()
                .map(RegistryConfig::name)
                .filter(caller::covers)
                .filter(name -> registry.isEmpty() || registry.get().equals(name))
                .toList();
        if (registry.isPresent() && names.isEmpty()) {
            throw ProblemException.notFound("there is no registry " + registry.get() + " in the configuration");
        }
        return names;
    }
}
