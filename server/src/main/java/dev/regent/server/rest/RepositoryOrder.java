package dev.regent.server.rest;

import dev.regent.server.rest.RegistriesResource.Repository;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// In which order repositories are listed.
final class RepositoryOrder {

    private static final Map<String, Comparator<Repository>> BY = new TreeMap<>(Map.of(
            "name", Comparator.comparing(Repository::name),
            "tags", Comparator.comparingLong(Repository::tags),
            "manifests", Comparator.comparingLong(Repository::manifests),
            "bytes", Comparator.comparingLong(Repository::bytes),
            "removeBytes", Comparator.comparingLong(Repository::removeBytes),
            "removeImages", Comparator.comparingLong(Repository::removeImages),
            "lastPushed",
                    Comparator.comparing(repository -> repository.lastPushed().orElse(Instant.MIN)),
            "inUse", Comparator.comparingLong(Repository::inUse)));

    private RepositoryOrder() {}

    /// The order that a text names; a minus before it turns it round. Equal ones are in the order
    /// of their names.
    static Comparator<Repository> by(String sort) {
        boolean down = sort.startsWith("-");
        Comparator<Repository> order = BY.get(down ? sort.substring(1) : sort);
        if (order == null) {
            throw ProblemException.bad(
                    "?sort= is one of " + String.join(", ", BY.keySet()) + ", with - before it for the greatest first");
        }
        return (down ? order.reversed() : order).thenComparing(Repository::name);
    }
}
