package dev.regent.server.estate;

import dev.regent.engine.FarEnvironment;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentSource;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.WatchClaims;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches every environment at its own pace, so that what runs is known within seconds. Servers
/// on one database share them. No plan rests on it: whoever looks at a registry looks at its
/// environments himself.
public final class EnvironmentWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentWatch.class);
    private static final Duration ROUND = Duration.ofSeconds(5);

    /// Missed by some rounds, another server takes over.
    private static final Duration CLAIM = Duration.ofSeconds(20);

    private static final Duration TO_THE_END = Duration.ofSeconds(1);

    private final Supplier<List<EnvironmentConfig>> configured;
    private final Function<EnvironmentConfig, FarEnvironment> reached;
    private final WatchClaims claims;
    private final String holder;
    private final Watching watching;
    private final Semaphore wake = new Semaphore(0);
    private final Map<EnvironmentConfig, Watch> watches = new HashMap<>();
    private final Thread thread;

    /// @param configured the environments of this moment
    /// @param reached what one of them leads to
    /// @param holder names this process among all
    /// @param ticks nanoseconds that only ever go on, as `System::nanoTime`
    public EnvironmentWatch(
            Supplier<List<EnvironmentConfig>> configured,
            Function<EnvironmentConfig, FarEnvironment> reached,
            Stores stores,
            String holder,
            LongSupplier ticks) {
        this.configured = configured;
        this.reached = reached;
        this.claims = stores.claims();
        this.holder = holder;
        this.watching = new Watching(stores.environments(), stores.clocks(), ticks);
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::run);
    }

    /// Where it writes.
    public record Stores(EnvironmentStore environments, WatchClaims claims, Clocks clocks) {}

    public void start() {
        thread.start();
    }

    /// Takes over what the configuration says now.
    public void follow() {
        wake.release();
    }

    private void run() {
        try {
            while (true) {
                attempt();
                if (wake.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.atDebug().log("environments are watched no more");
        }
    }

    /// While the database is away, what is watched is watched on.
    private void attempt() throws InterruptedException {
        try {
            List<EnvironmentConfig> wanted = configured.get();
            Set<String> mine = claims.hold(
                    holder, wanted.stream().map(EnvironmentConfig::name).toList(), CLAIM);
            List<EnvironmentConfig> taken = wanted.stream()
                    .filter(environment -> mine.contains(environment.name()))
                    .toList();
            end(taken);
            taken.forEach(environment -> watches.computeIfAbsent(environment, this::begin));
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().setCause(e).log("who watches what can't be settled; it is tried again");
        }
    }

    private void end(List<EnvironmentConfig> besides) {
        boolean any = false;
        for (Iterator<Map.Entry<EnvironmentConfig, Watch>> all =
                        watches.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<EnvironmentConfig, Watch> watch = all.next();
            if (!besides.contains(watch.getKey())) {
                watch.getValue().interrupt();
                all.remove();
                any = true;
            }
        }
        if (any) {
            claims.release(holder, besides.stream().map(EnvironmentConfig::name).collect(Collectors.toSet()));
        }
    }

    private Watch begin(EnvironmentConfig environment) {
        return switch (reached.apply(environment)) {
            case FarEnvironment.One(EnvironmentSource source) ->
                new WatchedEnvironment(watching, environment.name(), source, environment.every()).started();
            case FarEnvironment.Many(EnvironmentDirectory directory) ->
                new WatchedDirectory(watching, environment.name(), directory, environment.every()).started();
        };
    }

    /// Ends everything within a second, and lets others watch.
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (!thread.join(TO_THE_END)) {
                log.atWarn().log("the watch of environments doesn't end");
                return;
            }
            watches.values().forEach(Watch::interrupt);
            long until = watching.tick() + TO_THE_END.toNanos();
            for (Watch watch : watches.values()) {
                watch.ended(Duration.ofNanos(Math.max(1, until - watching.tick())));
            }
            claims.release(holder, List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("the claims lapse by themselves");
        }
    }
}
