package dev.regent.server.estate;

import dev.regent.engine.RequestTimes;
import dev.regent.store.estate.LookTimes;
import dev.regent.store.estate.LookTimes.OfRepository;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;

/// Adds up how fast a registry answers during one look. Times are counted in steps of a twentieth, so that any number
/// of them takes the same room.
final class RequestTally implements RequestTimes {

    private static final double STEP = 1.05;
    private static final double SHORTEST = 1_000;

    /// The last one is of five hours.
    private static final int STEPS = 485;

    private final RequestTimes also;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS);
    private final Map<String, OfRepository> repositories = new ConcurrentHashMap<>();

    /// @param also is told too
    RequestTally(RequestTimes also) {
        this.also = also;
    }

    @Override
    public void took(String registry, Optional<String> repository, OptionalInt status, Duration time) {
        also.took(registry, repository, status, time);
        counts.incrementAndGet(step(time));
        long errors = status.isEmpty() || status.getAsInt() == 429 || status.getAsInt() >= 500 ? 1 : 0;
        repository.ifPresent(name -> repositories.merge(name, new OfRepository(1, errors, time), RequestTally::sum));
    }

    private static OfRepository sum(OfRepository one, OfRepository other) {
        return new OfRepository(
                one.requests() + other.requests(),
                one.errors() + other.errors(),
                one.slowest().compareTo(other.slowest()) >= 0 ? one.slowest() : other.slowest());
    }

    /// Empty if nothing was asked.
    Optional<LookTimes> times() {
        long all = 0;
        for (int step = 0; step < STEPS; step++) {
            all += counts.get(step);
        }
        return all == 0 ? Optional.empty() : Optional.of(new LookTimes(at(all, 0.5), at(all, 0.95), byName()));
    }

    private Map<String, OfRepository> byName() {
        return repositories.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// What so large a share of all took at most.
    private Duration at(long all, double share) {
        long so = 0;
        int step = 0;
        while (step < STEPS - 1 && (so += counts.get(step)) < share * all) {
            step++;
        }
        return Duration.ofNanos(Math.round(SHORTEST * Math.pow(STEP, step)));
    }

    private static int step(Duration time) {
        double nanos = Math.max(SHORTEST, (double) time.toNanos());
        return (int) Math.min(STEPS - 1, Math.round(Math.log(nanos / SHORTEST) / Math.log(STEP)));
    }
}
