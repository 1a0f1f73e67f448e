package dev.regent.server.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.server.estate.Clocks;
import dev.regent.server.estate.EventLooks;
import dev.regent.server.estate.Watcher;
import dev.regent.store.estate.LookStoppedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at each registry when it is due. Servers on one database share the jobs: each is done by one of them, never
/// twice at once, and what was missed while none ran is done as soon as one does.
public final class Schedule implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Schedule.class);
    private static final String LOOK = "look";
    private static final String CHANGES = "changes";

    /// More than registries that hang at once: a look waits on others most of its time.
    private static final int THREADS = 32;

    /// A registry that can't be looked at, for example because the database is away, is tried again then.
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /// A registry that is looked at is asked for its changes when that look is over.
    private static final Duration MEANWHILE = Duration.ofSeconds(1);

    private static final Duration BRIEF = Duration.ofMillis(100);

    private final Supplier<InForce> inForce;
    private final Watcher watcher;
    private final EventLooks events;
    private final Clocks clocks;
    private final Scheduler scheduler;
    private final CustomTask<Void> look;
    private final CustomTask<Void> changes;

    /// Names of registries that are to be looked at as they are configured now, once nothing is under way.
    private final Set<String> corrected = ConcurrentHashMap.newKeySet();

    /// Who looks.
    ///
    /// @param watcher at all of a registry
    /// @param events at what it told of
    public record Lookers(Watcher watcher, EventLooks events) {}

    /// @param inForce the configuration of this moment
    public Schedule(Supplier<InForce> inForce, Lookers lookers, Clocks clocks, DataSource database, String name) {
        this.inForce = inForce;
        this.watcher = lookers.watcher();
        this.events = lookers.events();
        this.clocks = clocks;
        this.look = task(LOOK, this::look);
        this.changes = task(CHANGES, this::changes);
        this.scheduler = Scheduler.create(database, List.of(look, changes))
                .threads(THREADS)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(4)
                .schedulerName(() -> name)
                .shutdownMaxWait(Duration.ofSeconds(3))
                .enableImmediateExecution()
                .alwaysPersistTimestampInUTC()
                .build();
    }

    private CustomTask<Void> task(String name, Function<String, CompletionHandler<Void>> work) {
        return Tasks.custom(name, Void.class)
                .onFailure((complete, next) ->
                        next.reschedule(complete, clocks.now().plus(AFTER_FAILURE)))
                .onDeadExecutionRevive()
                .execute((instance, _) -> work.apply(instance.getId()));
    }

    /// Begins, with a look at every registry that was never looked at.
    public void start() {
        scheduler.start();
        follow();
    }

    /// Takes over what changed in the configuration. Registries that are new or read otherwise than
    /// before are looked at with the next [#catchUp()]; those that are gone end by themselves.
    public void follow(Configuration before) {
        corrected.addAll(inForce.get().configuration().readAnew(before));
        follow();
    }

    private void follow() {
        Instant now = clocks.now();
        for (RegistryConfig registry : inForce.get().configuration().registries()) {
            if (scheduler.scheduleIfNotExists(look.instance(registry.name()), now)) {
                corrected.remove(registry.name());
            }
            sooner(registry, now);
        }
    }

    /// A job that was put off for longer than the configuration now says is brought forward.
    private void sooner(RegistryConfig registry, Instant now) {
        Instant latest = now.plus(registry.every());
        scheduler
                .getScheduledExecution(TaskInstanceId.of(LOOK, registry.name()))
                .filter(planned -> planned.getExecutionTime().isAfter(latest) && !planned.isPicked())
                .ifPresent(_ -> scheduler.reschedule(TaskInstanceId.of(LOOK, registry.name()), latest));
    }

    /// Has a registry looked at as soon as possible.
    ///
    /// @return whether it will be; if not, a look at it is under way
    public boolean lookNow(String registry) {
        scheduler.scheduleIfNotExists(look.instance(registry), clocks.now());
        return scheduler
                .getScheduledExecution(TaskInstanceId.of(LOOK, registry))
                .filter(planned -> !planned.isPicked())
                .map(_ -> scheduler.reschedule(TaskInstanceId.of(LOOK, registry), clocks.now()))
                .orElse(false);
    }

    /// Has registries looked at that were corrected, and others asked for what they told of, as
    /// soon as possible. One that didn't answer lately has its time. To be called again and again.
    public void catchUp() {
        // While a look is under way, it may be one at what was configured before.
        corrected.removeIf(this::lookNow);
        events.plan(registry -> scheduler.scheduleIfNotExists(changes.instance(registry), clocks.now()), this::lookNow);
    }

    /// Whether a look at a registry is under way, by whichever server.
    public boolean looking(String registry) {
        return underWay(LOOK, registry);
    }

    private boolean underWay(String task, String registry) {
        return scheduler
                .getScheduledExecution(TaskInstanceId.of(task, registry))
                .map(planned -> planned.isPicked())
                .orElse(false);
    }

    /// When a registry is looked at next.
    public Optional<Instant> next(String registry) {
        return scheduler
                .getScheduledExecution(TaskInstanceId.of(LOOK, registry))
                .map(planned -> planned.getExecutionTime());
    }

    private CompletionHandler<Void> look(String name) {
        Configuration configuration = inForce.get().configuration();
        Optional<RegistryConfig> registry = configuration.registry(name);
        if (registry.isEmpty()) {
            log.atInfo().addKeyValue("registry", name).log("registry is no longer configured");
            return (_, next) -> next.stop();
        }
        try {
            // Both don't go on at once: whoever begins is seen to by the other, and the shorter one makes way.
            while (underWay(CHANGES, name)) {
                Thread.sleep(BRIEF);
            }
            watcher.watch(registry.get());
        } catch (LookStoppedException e) {
            log.atInfo().addKeyValue("registry", name).log("look stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // This server stops: whoever runs next goes on with the look.
            return (complete, next) -> next.reschedule(complete, clocks.now());
        }
        return (complete, next) ->
                next.reschedule(complete, clocks.now().plus(registry.get().every()));
    }

    /// What comes while it is asked is planned anew.
    private CompletionHandler<Void> changes(String name) {
        Optional<RegistryConfig> registry = inForce.get().configuration().registry(name);
        if (registry.isEmpty()) {
            return (_, next) -> next.stop();
        }
        if (underWay(LOOK, name)) {
            return (complete, next) -> next.reschedule(complete, clocks.now().plus(MEANWHILE));
        }
        try {
            boolean all = events.look(registry.get());
            return (complete, next) -> {
                if (all) {
                    next.stop();
                } else {
                    next.reschedule(complete, clocks.now().plus(AFTER_FAILURE));
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return (complete, next) -> next.reschedule(complete, clocks.now());
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
