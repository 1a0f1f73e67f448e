package dev.regent.analyse.retention;

import dev.regent.analyse.Images;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Truth;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.analyse.Words;
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

/// Judges the images of one repository by themselves: keeps that no policy can forget, then the
/// policies' own, in three-valued logic.
final class ImageVerdicts {

    static final Verdict NO_POLICY = new Keep("no-policy", "no policy was given, so everything stays");

    private static final String UNHEARD = "unheard";

    private final RepositoryView view;
    private final RepositoryInventory repository;
    private final Images images;
    private final boolean noPolicy;
    private final List<RetentionPolicy> inScope;
    private final Set<String> artifactTypes;
    private final List<Written> keeps;
    private final List<Written> removes;

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
        this.keeps = written(inScope, Action.KEEP);
        this.removes = written(inScope, Action.REMOVE);
    }

    /// One item of a policy, as a verdict names it.
    ///
    /// @param conditions those that read tags last, since that takes longest
    private record Written(String rule, RetentionPolicy policy, List<Condition> conditions) {
        Written(RetentionPolicy policy, Item item) {
            this(
                    policy.name() + ": " + item.written(),
                    policy,
                    item.conditions().stream()
                            .sorted(Comparator.comparing(Condition.Tags.class::isInstance))
                            .toList());
        }
    }

    /// In an order that doesn't depend on that in which people wrote them.
    private static List<Written> written(List<RetentionPolicy> policies, Action action) {
        return policies.stream()
                .flatMap(policy -> policy.items().stream()
                        .filter(item -> item.action() == action)
                        .map(item -> new Written(policy, item)))
                .sorted(Comparator.comparing(Written::rule))
                .toList();
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
        return decide(image, truest(keeps, image, lastImage(image)), truest(removes, image, Optional.empty()));
    }

    private Optional<Keep> notAnImage(int image) {
        if (repository.content(image).manifest() instanceof Manifest.Unknown(String mediaType)) {
            return Optional.of(new Keep("not-an-image", Text.plain(mediaType) + " is a media type that can't be read"));
        }
        return images.artifactType(image)
                .filter(type -> !artifactTypes.contains(type))
                .map(type -> new Keep("not-an-image", type + " is no image, and no policy's scope names it"));
    }

    /// @param keep the truest that would keep it; empty if there is none
    /// @param remove the truest that would remove it
    private Verdict decide(int image, Optional<Held> keep, Optional<Held> remove) {
        if (is(keep, Truth.TRUE)) {
            return new Keep(keep.orElseThrow().rule(), Words.when(() -> facts(image)));
        }
        if (!is(remove, Truth.TRUE) && !is(remove, Truth.UNKNOWN)) {
            return new Keep("default", Words.when(() -> "no rule removes it: " + facts(image)));
        }
        Optional<Undecided> blind = blind(image);
        if (blind.isPresent()) {
            return blind.get();
        }
        String rule = remove.orElseThrow().rule();
        if (is(keep, Truth.UNKNOWN)) {
            return new Undecided(
                    rule,
                    Words.when(() -> "there is no telling whether this keeps it: "
                            + keep.orElseThrow().rule() + "; " + facts(image)));
        }
        return is(remove, Truth.TRUE)
                ? new Remove(rule, Words.when(() -> facts(image)))
                : new Undecided(rule, Words.when(() -> "there is no telling whether this removes it: " + facts(image)));
    }

    private static boolean is(Optional<Held> held, Truth truth) {
        return held.isPresent() && held.get().truth() == truth;
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
    private Optional<Held> lastImage(int image) {
        Optional<String> type = images.artifactType(image);
        return inScope.stream().filter(policy -> judges(policy, type)).allMatch(RetentionPolicy::allowEmpty)
                ? Optional.empty()
                : Optional.of(new Held("last-image", images.newestOfAll(image)));
    }

    /// Of the items that judge it the first that is true, else the first that is unknown, else any.
    ///
    /// @param last counts after all of them
    private Optional<Held> truest(List<Written> items, int image, Optional<Held> last) {
        Optional<String> type = images.artifactType(image);
        Optional<Held> truest = Optional.empty();
        for (Written each : items) {
            if (judges(each.policy(), type)) {
                Held held = new Held(each.rule(), holds(each.conditions(), image));
                if (held.truth() == Truth.TRUE) {
                    return Optional.of(held);
                }
                truest = truer(truest, Optional.of(held));
            }
        }
        return truer(truest, last);
    }

    private static Optional<Held> truer(Optional<Held> one, Optional<Held> other) {
        boolean better = other.isPresent()
                && (one.isEmpty() || other.get().truth().compareTo(one.get().truth()) > 0);
        return better ? other : one;
    }

    private static boolean judges(RetentionPolicy policy, Optional<String> type) {
        return type.isEmpty() || policy.scope().artifactTypes().contains(type.get());
    }

    private Truth holds(List<Condition> conditions, int image) {
        Truth all = Truth.TRUE;
        for (Condition condition : conditions) {
            all = all.and(condition.holds(images, image));
            if (all == Truth.FALSE) {
                return all;
            }
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
