package dev.regent.server.rest;

import dev.regent.observe.Use;
import dev.regent.server.access.Actor;
import dev.regent.server.estate.Whereabouts;

/// What somebody may see of environments whose token covers only some registries: that they are
/// there and how they are heard, and of their uses those of images that a covered registry has,
/// or that name one.
record Covered(Actor actor) {

    boolean everything() {
        return actor.seesAll();
    }

    boolean covers(String registry) {
        return actor.covers().test(registry);
    }

    boolean sees(Use use, Whereabouts whereabouts, Whereabouts.Answer answer) {
        return everything()
                || whereabouts.named(use).filter(this::covers).isPresent()
                || answer.places().stream().anyMatch(place -> covers(place.registry()));
    }
}
