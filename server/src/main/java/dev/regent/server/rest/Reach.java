package dev.regent.server.rest;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.oci.ImageReference;
import dev.regent.server.access.Actor;
import java.util.List;

/// Which registries an image's name is about: those that have its host, or all where it names none.
final class Reach {

    private Reach() {}

    /// Whether somebody's token covers all that a name is about.
    static boolean within(Actor actor, Configuration configuration, ImageReference reference) {
        List<String> registries = configuration.registries().stream()
                .filter(registry -> has(registry, reference))
                .map(RegistryConfig::name)
                .toList();
        return actor.seesAll()
                || (isNamed(reference)
                        && !registries.isEmpty()
                        && registries.stream().allMatch(actor.covers()));
    }

    /// Whether a name is about one host's images.
    static boolean isNamed(ImageReference reference) {
        return !reference.host().isEmpty();
    }

    /// Whether a name can be about images of a registry.
    static boolean has(RegistryConfig registry, ImageReference reference) {
        return !isNamed(reference) || registry.hosts().contains(reference.host());
    }
}
