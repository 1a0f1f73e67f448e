package dev.regent.server.estate;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentPages.Place;
import dev.regent.store.estate.EnvironmentPages.Sight;
import dev.regent.store.estate.EnvironmentPages.TagPlace;
import dev.regent.store.estate.EstatePages.UseItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where the images of uses are: in which of the registries that are looked at, or in none.
public final class Whereabouts {

    /// What is known of an image that is used.
    public enum Held {
        /// A registry that is looked at has it.
        HELD,
        /// The registry that it names is looked at and doesn't have it: a restart elsewhere
        /// would fail.
        MISSING,
        /// It names a registry that is neither looked at nor approved, or none at all.
        FOREIGN,
        /// Not enough was heard to tell.
        UNKNOWN
    }

    /// What is known of the image of one use.
    ///
    /// @param places where it is, or, where its registry doesn't have it, where else
    /// @param why empty if it is held
    public record Answer(Held held, List<Place> places, String why) {
        public Answer {
            places = List.copyOf(places);
        }
    }

    private final Configuration configuration;
    private final Set<String> approved;
    private final Map<Digest, List<Place>> places;
    private final Set<TagPlace> tags;
    private final Map<String, Sight> sights;

    /// @param uses those that will be asked for
    public Whereabouts(Configuration configuration, Collection<UseItem> uses, EnvironmentPages pages) {
        this.configuration = configuration;
        this.approved = configuration.approvedHosts();
        Set<Digest> digests = new HashSet<>();
        Set<TagPlace> named = new HashSet<>();
        for (UseItem use : uses) {
            digests.addAll(digests(use.use()));
            tag(use.use()).ifPresent(named::add);
        }
        this.places = pages.places(digests);
        this.tags = pages.present(named);
        this.sights = pages.sights();
    }

    private static Set<Digest> digests(Use use) {
        Set<Digest> digests = new HashSet<>(use.digests());
        use.reference().flatMap(ImageReference::digest).ifPresent(digests::add);
        return digests;
    }

    private Optional<TagPlace> tag(Use use) {
        return use.reference()
                .flatMap(reference -> reference
                        .tag()
                        .flatMap(tag -> registry(reference)
                                .map(registry -> new TagPlace(registry.name(), reference.repository(), tag))));
    }

    private Optional<RegistryConfig> registry(ImageReference reference) {
        String host = reference.host().toLowerCase(Locale.ROOT);
        return configuration.registries().stream()
                .filter(registry -> registry.hosts().contains(host))
                .findFirst();
    }

    /// The registry that a use names, if it is looked at.
    public Optional<String> named(Use use) {
        return use.reference().flatMap(this::registry).map(RegistryConfig::name);
    }

    /// What is known of the image of a use.
    ///
    /// @param item one of those that this was made for
    public Answer of(UseItem item) {
        Use use = item.use();
        List<Place> here = known(use, true);
        Optional<RegistryConfig> registry = use.reference().flatMap(this::registry);
        return registry.isPresent()
                ? named(item, registry.get(), use.reference().orElseThrow(), here)
                : unnamed(use, here);
    }

    private List<Place> known(Use use, boolean here) {
        List<Place> known = new ArrayList<>();
        for (Digest digest : digests(use)) {
            for (Place place : places.getOrDefault(digest, List.of())) {
                boolean lookedAt = configuration.registry(place.registry()).isPresent();
                if (lookedAt && place.here() == here && !known.contains(place)) {
                    known.add(place);
                }
            }
        }
        return known;
    }

    private Answer unnamed(Use use, List<Place> here) {
        if (!here.isEmpty()) {
            return new Answer(Held.HELD, here, "");
        }
        if (use.reference().isEmpty()) {
            boolean allHeard = configuration.registries().stream().allMatch(registry -> heard(registry.name()));
            return allHeard
                    ? new Answer(Held.FOREIGN, here, "it names no registry, and none that is looked at has it")
                    : unknown("it names no registry, and not all that are looked at were heard wholly");
        }
        String host = use.reference().get().host();
        return approved.contains(host.toLowerCase(Locale.ROOT))
                ? unknown(host + " is approved and not looked at; add it under `registries` to know")
                : new Answer(Held.FOREIGN, here, host + " is neither looked at nor approved");
    }

    private boolean heard(String registry) {
        return Optional.ofNullable(sights.get(registry))
                .filter(sight -> sight.heard() == Heard.YES)
                .isPresent();
    }

    private static Answer unknown(String why) {
        return new Answer(Held.UNKNOWN, List.of(), why);
    }

    private Answer named(UseItem item, RegistryConfig registry, ImageReference reference, List<Place> here) {
        Place place = new Place(registry.name(), reference.repository(), true);
        if (here.contains(place)) {
            return new Answer(Held.HELD, List.of(place), "");
        }
        boolean tagged = tag(item.use()).filter(tags::contains).isPresent();
        if (tagged && digests(item.use()).isEmpty()) {
            return new Answer(Held.HELD, List.of(place), "");
        }
        String what = registry.name() + "/" + reference.repository();
        if (registry.repositories().stream().noneMatch(glob -> glob.test(reference.repository()))) {
            return unknown(what + " is not among the repositories that are looked at");
        }
        String why = what + " doesn't have it" + (tagged ? "; the tag means another image now" : "");
        if (known(item.use(), false).contains(new Place(registry.name(), reference.repository(), false))) {
            return new Answer(Held.MISSING, here, why + "; it was there and is gone");
        }
        if (!heard(registry.name())) {
            return unknown(registry.name() + " was not heard wholly at the last look");
        }
        return item.from()
                        .isAfter(Objects.requireNonNull(sights.get(registry.name()))
                                .startedAt())
                ? unknown(registry.name() + " was not looked at since it came into use")
                : new Answer(Held.MISSING, here, why);
    }
}
