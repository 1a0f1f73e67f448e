package dev.regent.server.watch;

import dev.regent.server.boot.Running;
import dev.regent.server.watch.Figures.Figure;
import dev.regent.store.DatabaseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps what is measured up to date, by itself and not with each question: who asks often costs
/// nothing. What can't be measured isn't shown, so that who watches sees it missing.
@ApplicationScoped
public class Meters {

    private static final Logger log = LoggerFactory.getLogger(Meters.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Running running;
    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();
    private final Thread thread;

    Meters(Running running, MeterRegistry registry) {
        this.running = running;
        this.registry = registry;
        this.thread = Thread.ofVirtual().name("meters").unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                measure();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("nothing is measured any more");
        }
    }

    private void measure() {
        try {
            Figures.now(running).forEach(this::show);
        } catch (RuntimeException e) {
            log.atLevel(e instanceof DatabaseException ? Level.DEBUG : Level.WARN)
                    .setCause(e)
                    .log("the database can't be measured; until it can, nothing is shown of it");
            gauges.values().forEach(gauge -> gauge.register(List.of(), true));
        }
    }

    private void show(Figure figure) {
        List<MultiGauge.Row<?>> rows = figure.values().stream()
                .<MultiGauge.Row<?>>map(value -> MultiGauge.Row.of(
                        Tags.of(value.labels().entrySet().stream()
                                .map(label -> Tag.of(label.getKey(), label.getValue()))
                                .toList()),
                        (double) value.number()))
                .toList();
        gauges.computeIfAbsent(
                        figure.measure().dotted(),
                        name -> MultiGauge.builder(name)
                                .description(figure.measure().meaning())
                                .register(registry))
                .register(rows, true);
    }
}
