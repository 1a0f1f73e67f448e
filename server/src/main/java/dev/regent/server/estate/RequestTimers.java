package dev.regent.server.estate;

import dev.regent.engine.RequestTimes;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Times requests to registries, for whoever measures this process: by registry and kind of answer, never by
/// repository, of which there can be any number.
public final class RequestTimers implements RequestTimes {

    /// `/q/metrics` shows `_` for each dot, and adds `_seconds_bucket`, `_seconds_count`, `_seconds_sum` and
    /// `_seconds_max`.
    public static final String NAME = "regent.request";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String registry, String outcome) {}

    @Override
    public void took(String registry, Optional<String> repository, OptionalInt status, Duration time) {
        String outcome = status.isEmpty() ? "failed" : status.getAsInt() / 100 + "xx";
        timers.computeIfAbsent(new Kind(registry, outcome), RequestTimers::timer)
                .record(time);
    }

    private static Timer timer(Kind kind) {
        return Timer.builder(NAME)
                .description("How long requests to a registry took")
                .tags("registry", kind.registry(), "outcome", kind.outcome())
                .serviceLevelObjectives(BUCKETS)
                .register(Metrics.globalRegistry);
    }
}
