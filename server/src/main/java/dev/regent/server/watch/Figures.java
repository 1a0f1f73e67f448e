package dev.regent.server.watch;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.Page;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanState;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.SourceItem;
import dev.regent.store.estate.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What is measured. Labels are names out of the configuration, names of environments and words
/// of ours, never those of repositories, tags or people: there are few of them, and they tell
/// nothing of images.
final class Figures {

    private final Running running;
    private final Configuration configuration;

    private Figures(Running running) {
        this.running = running;
        this.configuration = running.inForce().configuration();
    }

    /// One thing that is measured.
    ///
    /// @param name parts with a dot between them, as Micrometer wants it
    record Figure(String name, String meaning, List<Value> values) {
        Figure {
            values = List.copyOf(values);
        }
    }

    /// A number and what it is about.
    record Value(Map<String, String> labels, long number) {
        Value {
            labels = Map.copyOf(labels);
        }
    }

    static List<Figure> now(Running running) {
        return new Figures(running).all();
    }

    private List<Figure> all() {
        List<Value> steps = new ArrayList<>();
        List<Value> bytes = new ArrayList<>();
        for (RegistryConfig registry : configuration.registries()) {
            Map<String, String> labels = Map.of("registry", registry.name());
            Optional<PlanHead> plan = newest(registry);
            steps.add(new Value(labels, plan.map(PlanHead::steps).orElse(0)));
            bytes.add(new Value(labels, plan.map(PlanHead::reclaimBytes).orElse(0L)));
        }
        return List.of(
                new Figure("regent.plan.steps", "Steps of the newest plan that waits", steps),
                new Figure("regent.plan.reclaimable.bytes", "Bytes that the newest plan that waits would free", bytes),
                new Figure("regent.source.age.seconds", "Seconds since the last look at a source", ages()),
                new Figure(
                        "regent.environment.deaf",
                        "1 while an environment could tell of changes and can't be heard",
                        deaf()),
                new Figure("regent.executions", "Executions by state", counted("state", """
                        select state as label, count(*) as number from executions group by state
                        """)),
                new Figure("regent.execution.steps", "Steps of all executions by outcome", counted("outcome", """
                        select coalesce(outcome, state) as label, count(*) as number from execution_steps group by 1
                        """)),
                single(
                        "regent.audit.head.sequence",
                        "Number of the record's last entry",
                        running.record().head().sequence()),
                single(
                        "regent.undo.shelf.bytes",
                        "Bytes kept for undoing",
                        running.shelf().bytes()),
                single(
                        "regent.undo.shelf.limit.bytes",
                        "Bytes that may be kept for undoing",
                        running.shelf().limits().bytes()),
                single(
                        "regent.configuration.broken",
                        "1 while the configuration's files can't be used and the last good ones are in force",
                        running.live().problems().isEmpty() ? 0 : 1));
    }

    private static Figure single(String name, String meaning, long number) {
        return new Figure(name, meaning, List.of(new Value(Map.of(), number)));
    }

    private Optional<PlanHead> newest(RegistryConfig registry) {
        return running.planStore().list(Optional.of(registry.name()), Page.Request.FIRST).items().stream()
                .filter(plan -> plan.state() == PlanState.OPEN || plan.state() == PlanState.APPROVED)
                .findFirst();
    }

    private List<Value> ages() {
        Instant now = running.clocks().now();
        List<String> registries =
                configuration.registries().stream().map(RegistryConfig::name).toList();
        return new EstatePages(running.database())
                .sources().stream()
                        .filter(look -> !look.source().equals("registry") || registries.contains(look.name()))
                        .map(look -> age(look, now))
                        .toList();
    }

    private List<Value> deaf() {
        return running.environments().list().stream()
                .filter(environment -> environment.freshness() != Freshness.NONE)
                .map(environment -> new Value(
                        Map.of("source", environment.name()), environment.freshness() == Freshness.DEAF ? 1 : 0))
                .toList();
    }

    private static Value age(SourceItem look, Instant now) {
        return new Value(
                Map.of("kind", look.source(), "source", look.name()),
                Duration.between(look.observed(), now).toSeconds());
    }

    private List<Value> counted(String label, String sql) {
        return running.database()
                .inTransaction((Handle in) -> in.createQuery(sql)
                        .map((row, _) -> new Value(Map.of(label, row.getString("label")), row.getLong("number")))
                        .list());
    }
}
