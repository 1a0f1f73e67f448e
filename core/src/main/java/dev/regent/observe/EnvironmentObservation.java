package dev.regent.observe;

import java.util.List;
import java.util.Optional;

/// One environment as it was heard.
///
/// @param kind for example `docker`
/// @param detail what was not heard and how to change that; what was read, if all was heard
/// @param requests requests sent, retries too
/// @param identity what the environment calls itself, for example an engine's or a Swarm's id;
///     empty where it says nothing
public record EnvironmentObservation(
        String name,
        String kind,
        Heard heard,
        String detail,
        List<Use> uses,
        long requests,
        Optional<String> identity,
        EnvironmentFacts facts) {
    public EnvironmentObservation {
        uses = List.copyOf(uses);
    }

    /// One that says nothing but what it uses.
    public EnvironmentObservation(
            String name,
            String kind,
            Heard heard,
            String detail,
            List<Use> uses,
            long requests,
            Optional<String> identity) {
        this(name, kind, heard, detail, uses, requests, identity, EnvironmentFacts.NONE);
    }

    /// One that says nothing of who it is either.
    public EnvironmentObservation(String name, String kind, Heard heard, String detail, List<Use> uses, long requests) {
        this(name, kind, heard, detail, uses, requests, Optional.empty());
    }

    /// One of which nothing was heard.
    public static EnvironmentObservation unheard(String name, String kind, String why, long requests) {
        return new EnvironmentObservation(name, kind, Heard.NO, why, List.of(), requests);
    }

    /// The same with other uses.
    public EnvironmentObservation using(List<Use> others) {
        return new EnvironmentObservation(name, kind, heard, detail, others, requests, identity, facts);
    }
}
