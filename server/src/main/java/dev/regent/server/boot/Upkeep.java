package dev.regent.server.boot;

import dev.regent.engine.config.InForce;
import dev.regent.engine.config.LiveConfiguration;
import dev.regent.engine.config.Refresh;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.policy.yaml.Problem;
import dev.regent.server.access.Actor;
import dev.regent.store.record.Deed;
import dev.regent.testkit.demo.LiveDemo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be seen to every second: that the database runs and is the one that was known, that the configuration in
/// force is the one in the files, that no execution is left lying, that nothing is kept beyond its
/// time.
final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int EXPIRE_EVERY = 300;
    private static final int DEMO_EVERY = 5;

    private final Running running;
    private final LiveConfiguration live;
    private final Thread thread;

    Upkeep(Running running, LiveConfiguration live) {
        this.running = running;
        this.live = live;
        this.thread = Thread.ofVirtual().name("upkeep").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (int round = 0; true; round++) {
                attempt(round);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("upkeep ends");
        }
    }

    /// One round that fails, for example because the database is away, is no reason to give up.
    private void attempt(int round) throws InterruptedException {
        try {
            running.keeping().supervise();
            running.keeping().watch(running);
            refresh();
            if (round % DEMO_EVERY == DEMO_EVERY - 1) {
                running.demo().ifPresent(LiveDemo::step);
            }
            running.runner().takeUp();
            running.schedule().catchUp();
            if (round % EXPIRE_EVERY == 0) {
                running.shelf().expire(running.clocks().now());
                running.answers().expire();
                running.graphs()
                        .drop(running.inForce().configuration().registries().stream()
                                .map(RegistryConfig::name)
                                .collect(Collectors.toSet()));
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("upkeep failed; it is tried again");
        }
    }

    private void refresh() {
        switch (live.refresh()) {
            case Refresh.Unchanged _, Refresh.Settling _ -> {}
            case Refresh.Changed(InForce before, var _) -> {
                running.follow();
                running.schedule().follow(before.configuration());
                note("configuration.changed", "");
                log.atInfo().log("a new configuration is in force");
            }
            case Refresh.Broken(List<Problem> problems) -> {
                String all = String.join(
                        "\n", problems.stream().map(Problem::toString).toList());
                note("configuration.broken", all);
                log.atError().addKeyValue("problems", all).log("the configuration is broken; the last good one stays");
            }
        }
    }

    private void note(String action, String why) {
        running.record()
                .append(new Deed(
                        "",
                        Actor.REGENT.name(),
                        action,
                        running.settings().config().toString(),
                        "",
                        why.isEmpty() ? Map.of() : Map.of("problems", why)));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
