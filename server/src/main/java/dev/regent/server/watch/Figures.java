package dev.regent.server.watch;

import dev.regent.act.Outcome;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Heard;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionState;
import dev.regent.store.acts.Page;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanState;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.SourceItem;
import dev.regent.store.estate.Freshness;
import dev.regent.store.estate.LookHealths;
import dev.regent.store.estate.PendingChanges;
import dev.regent.store.space.WastePages.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// What is measured. Labels are names out of the configuration, names of environments and words
/// of ours, never those of repositories, tags or people: there are few of them, and they tell
/// nothing of images.
final class Figures {

    /// Of steps that have no outcome yet, how far they are.
    private static final List<String> STEPS = Stream.concat(
                    Stream.of("waiting", "begun"), words((Object[]) Outcome.Result.values()).stream())
            .toList();

    private final Running running;
    private final Configuration configuration;

    private Figures(Running running) {
        this.running = running;
        this.configuration = running.inForce().configuration();
    }

    /// The numbers of one measure.
    record Figure(Measure measure, List<Value> values) {
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
        List<Figure> all = new ArrayList<>(plans());
        all.addAll(looks());
        all.addAll(volumes());
        all.add(new Figure(Measure.ENVIRONMENT_DEAF, deaf()));
        all.add(new Figure(Measure.EXECUTIONS, counted("state", words((Object[]) ExecutionState.values()), """
                select state as label, count(*) as number from executions group by state
                """)));
        all.add(new Figure(Measure.EXECUTION_STEPS, counted("outcome", STEPS, """
                select coalesce(outcome, state) as label, count(*) as number from execution_steps group by 1
                """)));
        all.add(single(Measure.AUDIT_HEAD, running.record().head().sequence()));
        all.add(single(Measure.SHELF_BYTES, running.shelf().bytes()));
        all.add(single(Measure.SHELF_LIMIT, running.shelf().limits().bytes()));
        all.add(single(Measure.CONFIGURATION_BROKEN, running.live().problems().isEmpty() ? 0 : 1));
        return all;
    }

    private static Figure single(Measure measure, long number) {
        return new Figure(measure, List.of(new Value(Map.of(), number)));
    }

    private List<Figure> plans() {
        List<Value> steps = new ArrayList<>();
        List<Value> bytes = new ArrayList<>();
        for (RegistryConfig registry : configuration.registries()) {
            Map<String, String> labels = Map.of("registry", registry.name());
            Optional<PlanHead> plan = newest(registry);
            steps.add(new Value(labels, plan.map(PlanHead::steps).orElse(0)));
            bytes.add(new Value(labels, plan.map(PlanHead::reclaimBytes).orElse(0L)));
        }
        return List.of(new Figure(Measure.PLAN_STEPS, steps), new Figure(Measure.PLAN_BYTES, bytes));
    }

    private Optional<PlanHead> newest(RegistryConfig registry) {
        return running.planStore().list(Optional.of(registry.name()), Page.Request.FIRST).items().stream()
                .filter(plan -> plan.state() == PlanState.OPEN || plan.state() == PlanState.APPROVED)
                .findFirst();
    }

    private List<String> registries() {
        return configuration.registries().stream().map(RegistryConfig::name).toList();
    }

    private List<Figure> looks() {
        Instant now = running.clocks().now();
        List<SourceItem> looks = new EstatePages(running.database())
                .sources().stream()
                        .filter(look -> !look.source().equals("registry")
                                || registries().contains(look.name()))
                        .toList();
        List<SourceItem> ofRegistries =
                looks.stream().filter(look -> look.source().equals("registry")).toList();
        List<Value> wholly = new LookHealths(running.database())
                .heardAt().entrySet().stream()
                        .filter(heard -> looks.stream()
                                .anyMatch(look -> look.source()
                                                .equals(heard.getKey().source())
                                        && look.name().equals(heard.getKey().name())))
                        .map(heard -> new Value(
                                labels(heard.getKey().source(), heard.getKey().name()),
                                Duration.between(heard.getValue(), now).toSeconds()))
                        .toList();
        return List.of(
                of(
                        Measure.SOURCE_AGE,
                        looks,
                        look -> Duration.between(look.observed(), now).toSeconds()),
                of(Measure.SOURCE_HEARD, looks, look -> look.heard() == Heard.YES ? 1 : 0),
                new Figure(Measure.SOURCE_HEARD_AGE, wholly),
                of(Measure.SOURCE_GAPS, ofRegistries, SourceItem::gaps),
                of(
                        Measure.LOOK_SECONDS,
                        ofRegistries,
                        look -> Duration.between(look.startedAt(), look.observed())
                                .toSeconds()),
                of(Measure.LOOK_REQUESTS, looks, SourceItem::requests));
    }

    private static Figure of(Measure measure, List<SourceItem> looks, ToLongFunction<SourceItem> number) {
        return new Figure(
                measure,
                looks.stream()
                        .map(look -> new Value(labels(look.source(), look.name()), number.applyAsLong(look)))
                        .toList());
    }

    private static Map<String, String> labels(String kind, String source) {
        return Map.of("kind", kind, "source", source);
    }

    private List<Figure> volumes() {
        List<Value> stored = new EstatePages(running.database())
                .registries().stream()
                        .filter(registry -> registries().contains(registry.name()))
                        .map(registry -> new Value(Map.of("registry", registry.name()), registry.uniqueBytes()))
                        .toList();
        List<Leftover> left = running.waste().leftovers(registries()).stream()
                .filter(each -> each.seenAt().isPresent())
                .toList();
        return List.of(
                new Figure(Measure.REGISTRY_BYTES, stored),
                new Figure(Measure.REGISTRY_CHANGES, pending()),
                new Figure(Measure.REGISTRY_ORPHANS, ofVolumes(left, Leftover::blobBytes)),
                new Figure(Measure.REGISTRY_UPLOADS, ofVolumes(left, Leftover::uploadBytes)));
    }

    private List<Value> pending() {
        return new PendingChanges(running.database())
                .waiting().entrySet().stream()
                        .filter(each -> registries().contains(each.getKey()))
                        .map(each -> new Value(
                                Map.of("registry", each.getKey()),
                                each.getValue().changes()))
                        .toList();
    }

    private static List<Value> ofVolumes(List<Leftover> left, ToLongFunction<Leftover> bytes) {
        return left.stream()
                .map(each -> new Value(Map.of("registry", each.registry()), bytes.applyAsLong(each)))
                .toList();
    }

    private List<Value> deaf() {
        return running.environments().list().stream()
                .filter(environment -> environment.freshness() != Freshness.NONE)
                .map(environment -> new Value(
                        Map.of("source", environment.name()), environment.freshness() == Freshness.DEAF ? 1 : 0))
                .toList();
    }

    private static List<String> words(Object... words) {
        return Stream.of(words).map(Object::toString).toList();
    }

    /// Of what there is none yet 0 is shown: only so the first one is seen to be more.
    private List<Value> counted(String label, List<String> all, String sql) {
        Map<String, Long> numbers = new TreeMap<>();
        all.forEach(each -> numbers.put(each, 0L));
        running.database()
                .inTransaction((Handle in) -> in.createQuery(sql)
                        .map((row, _) -> Map.entry(row.getString("label"), row.getLong("number")))
                        .list())
                .forEach(each -> numbers.put(each.getKey(), each.getValue()));
        return numbers.entrySet().stream()
                .map(each -> new Value(Map.of(label, each.getKey()), each.getValue()))
                .toList();
    }
}
