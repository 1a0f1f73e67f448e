package dev.regent.server.estate;

import dev.regent.act.Evidence;
import dev.regent.act.RepositoryNow;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.plan.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Looks at repositories again while an execution runs. One look serves what follows while it is fresh enough, and
/// until a watch tells of a use that began since.
final class LastEvidence implements Evidence {

    private final Looks looks;
    private final Supplier<RegistryConfig> registry;
    private final Origin origin;
    private final LongSupplier ticks;
    private final Timed timed;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(long tick, long lastUse, RepositoryNow now) {}

    /// Is told how long each look took.
    @FunctionalInterface
    interface Timed {

        /// A look came to its end.
        ///
        /// @param tags that the repository has
        void looked(String repository, int tags, Duration took);
    }

    /// @param registry as the configuration of that moment has it
    /// @param ticks nanoseconds that only ever go on
    LastEvidence(Looks looks, Supplier<RegistryConfig> registry, Origin origin, LongSupplier ticks, Timed timed) {
        this.looks = looks;
        this.registry = registry;
        this.origin = origin;
        this.ticks = ticks;
        this.timed = timed;
    }

    @Override
    public RepositoryNow of(String repository, Duration age) throws InterruptedException {
        long tick = ticks.getAsLong();
        Seen last = seen.get(repository);
        if (last != null && tick - last.tick() < age.toNanos() && looks.lastUse() == last.lastUse()) {
            return last.now();
        }
        seen.clear();
        long lastUse = looks.lastUse();
        RepositoryNow now = look(repository, tick);
        seen.put(repository, new Seen(tick, lastUse, now));
        return now;
    }

    /// By the configuration in force now: whoever reloads it can take back that all environments are
    /// named.
    @Override
    public Optional<String> barred() {
        List<String> unmet = Plans.unmet(registry.get());
        return unmet.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unmet));
    }

    private RepositoryNow look(String repository, long began) throws InterruptedException {
        Look look = looks.look(registry.get(), Optional.of(Set.of(repository)), origin, Progress.SILENT);
        RegistryObservation seenNow = look.proposal().registries().getFirst();
        timed.looked(repository, tags(seenNow, repository), Duration.ofNanos(ticks.getAsLong() - began));
        RepositoryNow.Patience patience =
                new RepositoryNow.Patience(look.past(), look.configuration().graceOf(look.registry()), look.at());
        return look.proposal().judged().stream()
                .filter(judged -> judged.view().inventory().name().equals(repository))
                .findFirst()
                .map(judged -> RepositoryNow.of(judged, steps(look, repository), patience))
                .orElseGet(() -> RepositoryNow.unheard(seenNow.detail(), patience));
    }

    private static int tags(RegistryObservation seen, String repository) {
        return seen.repositories().stream()
                .filter(heard -> heard.name().equals(repository))
                .mapToInt(heard -> heard.tags().size())
                .sum();
    }

    private static List<Step> steps(Look look, String repository) {
        return look.plan().steps().stream()
                .filter(step -> step.repository().equals(repository))
                .toList();
    }
}
