package dev.regent.server.estate;

import dev.regent.Regent.Proposal;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.Locale;

/// Counts looks and what they cost, for whoever measures this process.
public final class LookCounters {

    private static final String LOOKS = "regent.looks";
    private static final String REQUESTS = "regent.requests";
    private static final String CHANGES = "regent.environment.changes";

    /// All that is counted; `/q/metrics` shows `_` for each dot and adds `_total`.
    public static final List<String> NAMES = List.of(LOOKS, REQUESTS, CHANGES);

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
