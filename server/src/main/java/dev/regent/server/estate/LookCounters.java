package dev.regent.server.estate;

import dev.regent.Regent.Proposal;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.RegistryHint;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.Locale;

/// Counts looks and what they cost, for whoever measures this process.
public final class LookCounters {

    private static final String LOOKS = "regent.looks";
    private static final String REQUESTS = "regent.requests";
    private static final String CHANGES = "regent.environment.changes";
    private static final String EVENTS = "regent.registry.events";

    /// All that is counted; `/q/metrics` shows `_` for each dot and adds `_total`.
    public static final List<String> NAMES = List.of(LOOKS, REQUESTS, CHANGES, EVENTS);

    private LookCounters() {}

    /// A remembered environment was not looked at and sent nothing.
    static void count(Proposal proposal) {
        proposal.registries().forEach(seen -> count("registry", seen.identity().name(), seen.heard(), seen.requests()));
        proposal.environments().stream()
                .filter(seen -> seen.requests() > 0 || seen.heard() == Heard.NO)
                .forEach(seen -> count("environment", seen.name(), seen.heard(), seen.requests()));
    }

    static void count(EnvironmentObservation seen) {
        count("environment", seen.name(), seen.heard(), seen.requests());
    }

    /// A change that an environment told of.
    ///
    /// @param kind `look` if it wanted one, `seen` if it named uses
    static void change(String environment, String kind) {
        Metrics.counter(CHANGES, "source", environment, "kind", kind).increment();
    }

    /// What a registry told of, by what became of it: `kept`, `pull` or `ignored`.
    static void told(String registry, RegistryHint hint) {
        Metrics.counter(EVENTS, "registry", registry, "fate", "kept")
                .increment(hint.changes().size() + (hint.whole() ? 1.0 : 0.0));
        Metrics.counter(EVENTS, "registry", registry, "fate", "pull")
                .increment(hint.pulls().size());
        Metrics.counter(EVENTS, "registry", registry, "fate", "ignored").increment(hint.ignored());
    }

    /// Questions for changes are no look: only their requests count.
    static void asked(String registry, ReferenceObservation seen) {
        Metrics.counter(REQUESTS, "kind", "registry", "source", registry).increment((double) seen.requests());
    }

    private static void count(String kind, String source, Heard heard, long requests) {
        Metrics.counter(
                        LOOKS,
                        "kind",
                        kind,
                        "source",
                        source,
                        "heard",
                        heard.name().toLowerCase(Locale.ROOT))
                .increment();
        Metrics.counter(REQUESTS, "kind", kind, "source", source).increment((double) requests);
    }
}
