package dev.regent.observe;

import java.util.List;

/// One environment as it was heard.
///
/// @param kind for example `docker`
/// @param detail what was not heard and how to change that; what was read, if all was heard
/// @param requests requests sent, retries too
public record EnvironmentObservation(
        String name, String kind, Heard heard, String detail, List<Use> uses, long requests) {
    public EnvironmentObservation {
        uses = List.copyOf(uses);
    }
}
