package dev.regent.server.rest;

import dev.regent.analyse.ownership.Attribution;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Attributions;
import dev.regent.server.estate.Names;
import dev.regent.server.estate.Whereabouts;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.ImageFilter;
import dev.regent.store.estate.EstatePages.UseFilter;
import dev.regent.store.estate.EstatePages.UseItem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Who uses an image, and since when.
@Path("/api/v1/uses")
@RunOnVirtualThread
public final class UsesResource {

    private final Running running;
    private final Caller caller;
    private final EstatePages pages;

    UsesResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
        this.pages = new EstatePages(running.database());
    }

    /// One use over time.
    ///
    /// @param container which of the workload's containers; absent where it has but one
    /// @param protects whether it keeps the image now
    /// @param why why it is remembered though the environment doesn't show it
    /// @param tier of the workload; `unknown` counts as production
    /// @param heardAt when its environment was heard the last time
    /// @param ageSeconds since then
    public record UseOverTime(
            String environment,
            String workload,
            Optional<String> container,
            String kind,
            Optional<String> reference,
            List<String> digests,
            Instant from,
            Optional<Instant> to,
            boolean protects,
            Optional<String> why,
            String tier,
            Optional<String> team,
            Optional<String> owner,
            Optional<Instant> heardAt,
            Optional<Long> ageSeconds) {
        public UseOverTime {
            digests = List.copyOf(digests);
        }

        static UseOverTime of(UseItem item, Attribution belongs, Evidence evidence) {
            Use use = item.use();
            return new UseOverTime(
                    use.environment(),
                    use.workload(),
                    Optional.of(use.container()).filter(name -> !name.isEmpty()),
                    Words.of(use.kind()),
                    use.reference().map(ImagesResource::written),
                    use.digests().stream().map(Digest::value).sorted().toList(),
                    item.from(),
                    item.to(),
                    item.protects(),
                    item.why(),
                    Words.of(belongs.tier().value()),
                    belongs.team().map(Attribution.Said::value),
                    belongs.owner().map(Attribution.Said::value),
                    evidence.heardAt(use.environment()),
                    evidence.ageSeconds(use.environment()));
        }
    }

    @GET
    @Operation(operationId = "listUses", summary = "What uses images, now or over time")
    @Needs(Permission.READ)
    public Listed<UseOverTime> uses(
            @QueryParam("image") Optional<String> image,
            @QueryParam("environment") Optional<String> environment,
            @QueryParam("current") @DefaultValue("true") String current,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Optional<ImageReference> reference = image.map(Names::reference);
        Set<Digest> digests = new HashSet<>();
        reference.ifPresent(named -> digests.addAll(digestsOf(named)));
        UseFilter filter = new UseFilter(environment, digests, reference, Given.flag("current", current));
        var page = pages.uses(filter, cursor, limit);
        List<UseItem> seen = covered(page.items());
        EnvironmentPages kept = running.environmentPages();
        Map<Use, Attribution> belonging = new Attributions(
                        running.inForce().configuration().ownership(), kept)
                .of(seen.stream().map(UseItem::use).toList(), kept);
        Evidence evidence = new Evidence(running);
        return new Listed<>(
                seen.stream()
                        .map(item -> UseOverTime.of(item, Objects.requireNonNull(belonging.get(item.use())), evidence))
                        .toList(),
                page.next());
    }

    private List<UseItem> covered(List<UseItem> items) {
        Covered covered = new Covered(caller.actor());
        if (covered.everything()) {
            return items;
        }
        Whereabouts whereabouts = new Whereabouts(running.inForce().configuration(), items, running.environmentPages());
        return items.stream()
                .filter(item -> covered.sees(item.use(), whereabouts, whereabouts.of(item)))
                .toList();
    }

    /// What a name means now: the manifest, its config, and the same of what it lists.
    private Set<Digest> digestsOf(ImageReference reference) {
        Set<Digest> digests = new HashSet<>();
        reference.digest().ifPresent(digests::add);
        ImageFilter filter = new ImageFilter(
                ImagesResource.registryOf(running, reference),
                Optional.of(reference.repository()),
                Optional.empty(),
                Optional.empty(),
                reference.digest());
        pages.images(filter, "", 1000).items().stream()
                .filter(item -> caller.actor().covers().test(item.registry()))
                .filter(item -> reference.digest().isPresent()
                        || reference.tag().filter(item.tags()::contains).isPresent())
                .forEach(item -> {
                    digests.add(item.digest());
                    item.config().ifPresent(digests::add);
                    digests.addAll(Neighbours.children(running.database(), item.registry(), item.digest()));
                });
        return digests;
    }
}
