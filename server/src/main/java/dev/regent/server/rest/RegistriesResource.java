package dev.regent.server.rest;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.plan.HeldBack;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.GarbageCollection;
import dev.regent.server.estate.WhatIfs;
import dev.regent.store.acts.Page;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanState;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.RegistryNumbers;
import dev.regent.store.estate.EstatePages.RepositoryNumbers;
import dev.regent.store.estate.LookHealths;
import dev.regent.store.estate.LookTimes.OfRepository;
import dev.regent.store.estate.PendingChanges.Waiting;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Registries and what is in them.
@Path("/api/v1/registries")
@RunOnVirtualThread
public final class RegistriesResource {

    private final Running running;
    private final Caller caller;
    private final EstatePages pages;

    RegistriesResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
        this.pages = new EstatePages(running.database());
    }

    /// One registry, with the numbers of its last look.
    ///
    /// @param environments absent if nobody said which use it
    /// @param heldBack what stays only because environments were not wholly heard, at most
    /// @param pendingChanges tags and manifests that it told of and that were not asked for yet
    /// @param toldAt when it told of something the last time
    public record Registry(
            String name,
            String url,
            Optional<String> storage,
            String role,
            Optional<List<String>> environments,
            boolean environmentsComplete,
            long repositories,
            long tags,
            long manifests,
            long untagged,
            long uniqueBytes,
            long reclaimBytes,
            HeldBack heldBack,
            Optional<String> planDigest,
            Optional<Instant> observedAt,
            String heard,
            Duration grace,
            long pendingChanges,
            Optional<Instant> toldAt) {}

    /// One repository.
    ///
    /// @param requests of the last look at all of the registry; absent where it sent none, as from a volume
    /// @param errors of these: no whole answer came, or it was 429 or 5xx
    /// @param slowestMillis the one that took longest
    public record Repository(
            String name,
            long tags,
            long manifests,
            long bytes,
            long removeBytes,
            long removeImages,
            long keepImages,
            long undecidedImages,
            Optional<Instant> lastPushed,
            long inUse,
            Optional<Long> requests,
            Optional<Long> errors,
            Optional<Double> slowestMillis) {

        static Repository of(RepositoryNumbers kept, Optional<OfRepository> times) {
            return new Repository(
                    kept.name(),
                    kept.tags(),
                    kept.manifests(),
                    kept.bytes(),
                    kept.removeBytes(),
                    kept.removeImages(),
                    kept.keepImages(),
                    kept.undecidedImages(),
                    kept.lastPushed(),
                    kept.inUse(),
                    times.map(OfRepository::requests),
                    times.map(OfRepository::errors),
                    times.map(each -> SourcesResource.millis(each.slowest())));
        }
    }

    /// What somebody would do without.
    ///
    /// @param images each `repository:tag` or `repository@digest`
    /// @param repositories names of repositories, as a whole
    @Schema(name = "Without")
    public record Without(Optional<List<String>> images, Optional<List<String>> repositories) {}

    @GET
    @Operation(operationId = "listRegistries", summary = "All configured registries")
    @Needs(Permission.READ)
    public Listed<Registry> registries() {
        List<RegistryNumbers> numbers = pages.registries();
        return Listed.all(running.inForce().configuration().registries().stream()
                .filter(registry -> caller.actor().covers().test(registry.name()))
                .map(registry -> shown(registry, numbers))
                .toList());
    }

    @GET
    @Path("/offered")
    @Operation(
            operationId = "listOfferedRegistries",
            summary = "Registries that what manages environments knows and that aren't configured, as configuration")
    @Needs(Permission.READ)
    public Listed<Offered.Offer> offered(@QueryParam("all") @DefaultValue("false") String all) {
        return Listed.all(
                Offered.list(running, caller.actor().seesAll(), caller.actor().covers(), Given.flag("all", all)));
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getRegistry", summary = "One registry")
    @Needs(Permission.READ)
    public Registry registry(@PathParam("name") String name) {
        return shown(configured(name), pages.registries());
    }

    @GET
    @Path("/{name}/repositories")
    @Operation(operationId = "listRepositories", summary = "The repositories of a registry")
    @Needs(Permission.READ)
    public Listed<Repository> repositories(
            @PathParam("name") String name,
            @QueryParam("q") @DefaultValue("") String text,
            @QueryParam("sort") @DefaultValue("name") String sort,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Map<String, OfRepository> times = new LookHealths(running.database())
                .repositories(configured(name).name());
        return Listed.part(
                pages.repositories(configured(name).name()).stream()
                        .filter(repository -> repository.gone().isEmpty()
                                && repository.name().contains(text.toLowerCase(Locale.ROOT)))
                        .map(repository -> Repository.of(repository, Optional.ofNullable(times.get(repository.name()))))
                        .sorted(RepositoryOrder.by(sort))
                        .toList(),
                cursor,
                limit);
    }

    /// What the registry's own garbage collection takes, and what it would free.
    @GET
    @Path("/{name}/gc")
    @Operation(
            operationId = "garbageCollection",
            summary = "What the registry's own garbage collection takes and would free")
    @Needs(Permission.READ)
    public GarbageCollection gc(@PathParam("name") String name) {
        return GarbageCollection.of(configured(name), running.database());
    }

    /// What would come free without some images, and what would have to go with them. It changes nothing.
    @POST
    @Path("/{name}/what-if")
    @Operation(operationId = "whatIf", summary = "What would come free without some images or repositories")
    @Needs(Permission.READ)
    public WhatIfs.Freed whatIf(@PathParam("name") String name, @Nullable Without without) {
        RegistryConfig registry = configured(name);
        Without wanted = Given.body(without, "{\"images\": [\"team/app:1.0\"], \"repositories\": [\"team/old\"]}");
        return running.whatIfs()
                .without(
                        registry.name(),
                        wanted.images().orElse(List.of()),
                        wanted.repositories().orElse(List.of()));
    }

    private RegistryConfig configured(String name) {
        return configured(running, caller, name);
    }

    /// A registry that the caller may see.
    static RegistryConfig configured(Running running, Caller caller, String name) {
        caller.mustCover(name);
        return running.inForce()
                .configuration()
                .registry(name)
                .orElseThrow(() -> ProblemException.notFound("there is no registry " + name + " in the configuration"));
    }

    private Registry shown(RegistryConfig registry, List<RegistryNumbers> all) {
        Optional<RegistryNumbers> numbers =
                all.stream().filter(each -> each.name().equals(registry.name())).findFirst();
        Optional<Waiting> waiting = running.eventLooks().waiting(registry.name());
        return new Registry(
                registry.name(),
                registry.url().toString(),
                registry.storage().map(Object::toString),
                Words.of(registry.role()),
                switch (registry.environments()) {
                    case RegistryEnvironments.Unsaid _ -> Optional.empty();
                    case RegistryEnvironments.Named(List<String> names) -> Optional.of(names);
                    case RegistryEnvironments.None _ -> Optional.of(List.of());
                },
                registry.environmentsComplete(),
                numbers.map(RegistryNumbers::repositories).orElse(0L),
                numbers.map(RegistryNumbers::tags).orElse(0L),
                numbers.map(RegistryNumbers::manifests).orElse(0L),
                numbers.map(RegistryNumbers::untagged).orElse(0L),
                numbers.map(RegistryNumbers::uniqueBytes).orElse(0L),
                numbers.map(RegistryNumbers::reclaimBytes).orElse(0L),
                numbers.map(RegistryNumbers::heldBack).orElse(HeldBack.NOTHING),
                openPlan(registry.name()),
                numbers.flatMap(RegistryNumbers::observed),
                numbers.flatMap(RegistryNumbers::heard).map(Words::of).orElse("never"),
                running.inForce().configuration().graceOf(registry),
                waiting.map(Waiting::changes).orElse(0L),
                waiting.map(Waiting::toldAt));
    }

    private Optional<String> openPlan(String registry) {
        return running.planStore().list(Optional.of(registry), Page.Request.FIRST).items().stream()
                .filter(plan -> plan.state() == PlanState.OPEN || plan.state() == PlanState.APPROVED)
                .findFirst()
                .map(PlanHead::digest)
                .map(Object::toString);
    }
}
