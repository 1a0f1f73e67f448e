package dev.regent.analyse.retention;

import dev.regent.analyse.Images;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Truth;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Gap;
import dev.regent.oci.Manifest;
import dev.regent.oci.Text;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges the images of one repository by themselves: keeps that no policy can forget, then the
/// policies' own, in three-valued logic.
final class ImageVerdicts {

    static final Verdict NO_POLICY = new Keep("no-policy", "no policy was given, so everything stays");

    private static final String UNHEARD = "unheard";

    /// What holds comes first, and of equals one that doesn't depend on the order in which people
    /// wrote them.
    private static final Comparator<Held> TRUEST =
            Comparator.comparing(Held::truth).reversed().thenComparing(Held::rule);

    private final RepositoryView view;
    private final RepositoryInventory repository;
    private final Images images;
    private final boolean noPolicy;
    private final List<RetentionPolicy> inScope;
    private final Set<String> artifactTypes;

    ImageVerdicts(RepositoryView view, List<RetentionPolicy> policies) {
        this.view = view;
        this.repository = view.inventory();
        this.images = view.images();
        this.noPolicy = policies.isEmpty();
        this.inScope = policies.stream()
                .filter(policy -> policy.scope().includes(view.registry().name(), repository.name()))
                .toList();
        this.artifactTypes = inScope.stream()
                .flatMap(policy -> policy.scope().artifactTypes().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean noPolicy() {
        return noPolicy;
    }

    /// One item of a policy, and whether it holds.
    private record Held(String rule, Truth truth) {}

    Verdict judge(int image) {
        if (noPolicy) {
            return NO_POLICY;
        }
        Optional<Keep> protection = view.evidence().protection(image);
        if (protection.isPresent()) {
            return protection.get();
        }
        Optional<Keep> other = notAnImage(image);
        if (other.isPresent()) {
            return other.get();
        }
        List<Held> keeps = Stream.concat(items(image, Action.KEEP).sorted(TRUEST), lastImage(image))
                .sorted(Comparator.comparing(Held::truth).reversed())
                .toList();
        List<Held> removes = items(image, Action.REMOVE).sorted(TRUEST).toList();
        return decide(image, keeps, removes);
    }

    private Optional<Keep> notAnImage(int image) {
        if (repository.content(image).manifest() instanceof Manifest.Unknown(String mediaType)) {
            return Optional.of(new Keep("not-an-image", Text.plain(mediaType) + " is a media type that can't be read"));
        }
        return images.artifactType(image)
                .filter(type -> !artifactTypes.contains(type))
                .map(type -> new Keep("not-an-image", type + " is no image, and no policy's scope names it"));
    }

    /// Both lists have what is true first, then what is unknown.
    private Verdict decide(int image, List<Held> keeps, List<Held> removes) {
        if (is(keeps, Truth.TRUE)) {
            return new Keep(keeps.getFirst().rule(), facts(image));
        }
        if (!is(removes, Truth.TRUE) && !is(removes, Truth.UNKNOWN)) {
            return new Keep("default", "no rule removes it: " + facts(image));
        }
        Optional<Undecided> blind = blind(image);
        if (blind.isPresent()) {
            return blind.get();
        }
        String rule = removes.getFirst().rule();
        if (is(keeps, Truth.UNKNOWN)) {
            return new Undecided(
                    rule,
                    "there is no telling whether this keeps it: "
                            + keeps.getFirst().rule() + "; " + facts(image));
        }
        return is(removes, Truth.TRUE)
                ? new Remove(rule, facts(image))
                : new Undecided(rule, "there is no telling whether this removes it: " + facts(image));
    }

    private static boolean is(List<Held> sorted, Truth truth) {
        return !sorted.isEmpty() && sorted.getFirst().truth() == truth;
    }

    private Optional<Undecided> blind(int image) {
        if (!view.evidence().unheard().isEmpty()) {
            return Optional.of(new Undecided(
                    UNHEARD, "not heard: " + view.evidence().unheard().getFirst()));
        }
        Optional<Gap> gap = repository.gaps().stream()
                .filter(each -> each.kind() == Gap.Kind.STRUCTURE)
                .findFirst();
        if (gap.isPresent()) {
            return Optional.of(new Undecided(UNHEARD, "not heard in this repository: " + gap.get()));
        }
        if (repository.nestedTooDeep(image)) {
            return Optional.of(new Undecided(
                    UNHEARD, "indexes are nested deeper than " + RepositoryInventory.DEEPEST_NESTING + " below it"));
        }
        if (repository.holdsUnknown(image)) {
            return Optional.of(new Undecided(
                    "unknown-media-type", "it holds a manifest of unknown media type, which could hold anything"));
        }
        if (repository.hasUnknownManifest() && repository.tags(image).isEmpty()) {
            return Optional.of(new Undecided(
                    "unknown-media-type", "a manifest of unknown media type in this repository could hold it"));
        }
        return Optional.empty();
    }

    /// The newest image stays unless every policy that judges it says that a repository may become
    /// empty.
    private Stream<Held> lastImage(int image) {
        return judging(image).allMatch(RetentionPolicy::allowEmpty)
                ? Stream.empty()
                : Stream.of(new Held("last-image", images.newestOfAll(image)));
    }

    private Stream<Held> items(int image, Action action) {
        return judging(image)
                .flatMap(policy -> policy.items().stream()
                        .filter(item -> item.action() == action)
                        .map(item -> new Held(policy.name() + ": " + item.written(), holds(item, image))));
    }

    private Stream<RetentionPolicy> judging(int image) {
        Optional<String> type = images.artifactType(image);
        return inScope.stream()
                .filter(policy ->
                        type.map(policy.scope().artifactTypes()::contains).orElse(true));
    }

    private Truth holds(Item item, int image) {
        Truth all = Truth.TRUE;
        for (Condition condition : item.conditions()) {
            all = all.and(condition.holds(images, image));
        }
        return all;
    }

    /// What people would look at to check the verdict.
    private String facts(int image) {
        String age = images.built(image)
                .map(built -> "built " + built.truncatedTo(ChronoUnit.SECONDS) + ", "
                        + Duration.between(built, images.now()).toDays() + " d ago")
                .orElse(
                        view.registry().clockTrusted()
                                ? "no believable build time"
                                : "the registry's clock is more than 5 min from ours, so no age is known");
        String place = switch (images.place(image)) {
            case Images.Place.At(int number) -> ", number " + number + " by age";
            case Images.Place.None _, Images.Place.Unknown _ -> "";
        };
        return age + place + (images.tags(image).isEmpty() ? ", untagged" : "");
    }
}
