package dev.regent.server.rest;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Names;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.ImageFilter;
import dev.regent.store.estate.EstatePages.ImageItem;
import dev.regent.store.estate.EstatePages.UseItem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Images with their verdicts, and everything that is known about one.
@Path("/api/v1")
@RunOnVirtualThread
public final class ImagesResource {

    private static final int MOST_EXPLAINED = 50;

    private final Running running;
    private final Caller caller;
    private final EstatePages pages;

    ImagesResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
        this.pages = new EstatePages(running.database());
    }

    /// One judged manifest.
    ///
    /// @param graceEnds until then nothing is done with it; absent if that is over
    public record Image(
            String registry,
            String repository,
            String digest,
            String role,
            List<String> tags,
            String verdict,
            String rule,
            String reason,
            long bytes,
            Optional<Instant> built,
            Optional<Instant> firstSeen,
            Optional<Instant> lastSeen,
            List<String> usedBy,
            Optional<Instant> graceEnds) {
        public Image {
            tags = List.copyOf(tags);
            usedBy = List.copyOf(usedBy);
        }
    }

    /// Who uses it.
    ///
    /// @param container which of the workload's containers; absent where it has but one
    public record User(String environment, String workload, Optional<String> container, String kind, Instant since) {
        static User of(UseItem item) {
            return new User(
                    item.use().environment(),
                    item.use().workload(),
                    Optional.of(item.use().container()).filter(name -> !name.isEmpty()),
                    Words.of(item.use().kind()),
                    item.from());
        }
    }

    /// Everything about one manifest.
    ///
    /// @param heldBy digests of the indexes that list it and of the subject that it names
    /// @param holds digests of what it lists and of what names it as subject
    /// @param plan digest of the open plan that would delete it
    public record Explained(
            String registry,
            String repository,
            String digest,
            List<String> tags,
            String role,
            String verdict,
            String rule,
            String reason,
            Optional<Instant> built,
            Optional<Instant> firstSeen,
            List<String> heldBy,
            List<String> holds,
            List<User> usedBy,
            List<PinsResource.Pin> pins,
            Optional<String> plan,
            Optional<Instant> graceEnds) {
        public Explained {
            tags = List.copyOf(tags);
            heldBy = List.copyOf(heldBy);
            holds = List.copyOf(holds);
            usedBy = List.copyOf(usedBy);
            pins = List.copyOf(pins);
        }
    }

    /// What a name led to.
    public record Explanation(String image, List<Explained> matches) {
        public Explanation {
            matches = List.copyOf(matches);
        }
    }

    @GET
    @Path("/images")
    @Operation(operationId = "listImages", summary = "Images with their verdicts")
    @Needs(Permission.READ)
    public Listed<Image> images(
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("repository") Optional<String> repository,
            @QueryParam("q") Optional<String> text,
            @QueryParam("verdict") Optional<String> verdict,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        registry.ifPresent(caller::mustCover);
        Given.oneOf("verdict", verdict, List.of("keep", "remove", "undecided"));
        var page = pages.images(new ImageFilter(registry, repository, text, verdict, Optional.empty()), cursor, limit);
        List<ImageItem> seen = page.items().stream()
                .filter(item -> caller.actor().covers().test(item.registry()))
                .toList();
        Set<Digest> digests = new HashSet<>();
        seen.forEach(item -> {
            digests.add(item.digest());
            item.config().ifPresent(digests::add);
        });
        List<UseItem> uses = pages.usesOf(digests);
        return new Listed<>(seen.stream().map(item -> image(item, uses)).toList(), page.next());
    }

    private Image image(ImageItem item, List<UseItem> uses) {
        return new Image(
                item.registry(),
                item.repository(),
                item.digest().value(),
                Words.of(item.role()),
                item.tags(),
                item.verdict(),
                item.rule(),
                item.reason(),
                item.bytes(),
                item.built(),
                item.firstSeen(),
                item.lastSeen(),
                users(item, uses).stream()
                        .map(use -> use.use().toString())
                        .distinct()
                        .toList(),
                graceEnds(item));
    }

    private static List<UseItem> users(ImageItem item, List<UseItem> uses) {
        return uses.stream()
                .filter(use -> use.use().digests().contains(item.digest())
                        || item.config()
                                .filter(config -> use.use().digests().contains(config))
                                .isPresent()
                        || use.use()
                                .reference()
                                .flatMap(ImageReference::digest)
                                .filter(item.digest()::equals)
                                .isPresent())
                .toList();
    }

    private Optional<Instant> graceEnds(ImageItem item) {
        Optional<RegistryConfig> registry = running.inForce().configuration().registry(item.registry());
        Instant now = running.clocks().now();
        return registry.flatMap(config -> item.newSince()
                .map(since -> since.plus(running.inForce().configuration().graceOf(config)))
                .filter(now::isBefore));
    }

    @GET
    @Path("/images/explain")
    @Operation(operationId = "explainImage", summary = "Everything that is known about an image")
    @Needs(Permission.READ)
    public Explanation explain(@QueryParam("image") String image, @QueryParam("registry") Optional<String> registry) {
        ImageReference reference = Names.reference(asked(image));
        List<Explained> matches = new ArrayList<>();
        ImageFilter filter = new ImageFilter(
                registry.or(() -> registryOf(reference)),
                Optional.of(reference.repository()),
                Optional.empty(),
                Optional.empty(),
                reference.digest());
        String cursor = "";
        while (matches.size() < MOST_EXPLAINED) {
            var page = pages.images(filter, cursor, 500);
            page.items().stream()
                    .filter(item -> caller.actor().covers().test(item.registry()))
                    .filter(item -> reference.digest().isPresent()
                            || reference.tag().filter(item.tags()::contains).isPresent())
                    .forEach(item -> matches.add(explained(item)));
            if (page.next().isEmpty()) {
                break;
            }
            cursor = page.next().get();
        }
        if (matches.isEmpty()) {
            throw ProblemException.notFound("no image " + image + " was seen in any registry that your token covers");
        }
        return new Explanation(image, matches);
    }

    private static String asked(String image) {
        if (image == null || image.isBlank()) {
            throw ProblemException.bad("say which with ?image=repository:tag");
        }
        return image;
    }

    private Optional<String> registryOf(ImageReference reference) {
        return registryOf(running, reference);
    }

    static Optional<String> registryOf(Running running, ImageReference reference) {
        return running.inForce().configuration().registries().stream()
                .filter(registry -> registry.hosts().contains(reference.host()))
                .map(RegistryConfig::name)
                .findFirst();
    }

    private Explained explained(ImageItem item) {
        Set<Digest> digests = new HashSet<>(Set.of(item.digest()));
        item.config().ifPresent(digests::add);
        Neighbours neighbours = Neighbours.of(running.database(), item.registry(), item.digest());
        return new Explained(
                item.registry(),
                item.repository(),
                item.digest().value(),
                item.tags(),
                Words.of(item.role()),
                item.verdict(),
                item.rule(),
                item.reason(),
                item.built(),
                item.firstSeen(),
                neighbours.holders(),
                neighbours.held(),
                users(item, pages.usesOf(digests)).stream().map(User::of).toList(),
                PinsResource.all(running).stream()
                        .filter(pin -> about(pin, item))
                        .toList(),
                Neighbours.openPlan(running.database(), item.registry(), item.repository(), item.digest()),
                graceEnds(item));
    }

    private boolean about(PinsResource.Pin pin, ImageItem item) {
        ImageReference reference = Names.reference(pin.image());
        boolean there = running.inForce()
                .configuration()
                .registry(item.registry())
                .filter(registry -> Reach.has(registry, reference))
                .isPresent();
        return there
                && reference.repository().equals(item.repository())
                && reference
                        .digest()
                        .map(item.digest()::equals)
                        .orElseGet(() ->
                                reference.tag().filter(item.tags()::contains).isPresent());
    }

    static String written(ImageReference reference) {
        return (reference.host().isEmpty() ? "" : reference.host() + "/")
                + reference.repository()
                + reference.tag().map(tag -> ":" + tag).orElse("")
                + reference.digest().map(digest -> "@" + digest).orElse("");
    }
}
