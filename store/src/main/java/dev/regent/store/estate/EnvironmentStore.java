package dev.regent.store.estate;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Keeps what environments used, and adds to what they show now what still protects.
public final class EnvironmentStore {

    private static final String REMEMBERED = "remembered";

    private final Database database;

    public EnvironmentStore(Database database) {
        this.database = database;
    }

    /// What came of a person's decision on an environment.
    public sealed interface Decision {

        record Done(KeptEnvironment environment) implements Decision {}

        /// No environment of this name was ever known.
        record Unknown(String name) implements Decision {}

        /// It is not in a state in which this could be decided.
        record Refused(String why) implements Decision {}
    }

    /// Keeps what was heard of an environment. Gives it back with the uses that it doesn't show and
    /// that still protect; their workloads' names say why. What was heard of it stays as it is.
    public EnvironmentObservation remember(EnvironmentObservation seen, Look look) {
        EnvironmentObservation clean = storable(seen);
        return database.inTransaction(handle -> {
            Lock.environment(handle, seen.name());
            KeptEnvironment before = environment(handle, seen.name(), look.endedAt());
            boolean overtaken = before.observed().isPresent()
                    && !look.endedAt().isAfter(before.observed().get());
            ObservationRows.insert(handle, look, clean, !overtaken);
            List<KeptUse> open = UseRows.open(handle, seen.name());
            return withRemembered(clean, overtaken ? open : take(handle, before, open, clean, look));
        });
    }

    private static KeptEnvironment environment(Handle handle, String name, Instant at) {
        return EnvironmentRows.find(handle, name).orElseGet(() -> {
            EnvironmentRows.configured(handle, Map.of(name, ""), at);
            return EnvironmentRows.find(handle, name).orElseThrow();
        });
    }

    private static List<KeptUse> take(
            Handle handle, KeptEnvironment before, List<KeptUse> open, EnvironmentObservation seen, Look look) {
        Instant longAgo = look.endedAt().minus(UseLedger.ROLLBACKS_KEPT_FOR);
        Optional<String> identity = seen.identity().or(before::identity);
        UseLedger ledger = new UseLedger(
                before.state(), before.identity(), open, UseRows.wanted(handle, seen.name(), identity, longAgo));
        UseLedger.Outcome outcome = ledger.take(seen, look);
        UseRows.insert(
                handle, outcome.open().stream().filter(use -> use.id() == 0).toList());
        UseRows.rewrite(handle, outcome.changed());
        UseRows.end(handle, outcome.ended(), look.endedAt());
        EnvironmentRows.observed(handle, seen, look, outcome);
        return outcome.open();
    }

    private static EnvironmentObservation withRemembered(EnvironmentObservation seen, List<KeptUse> open) {
        Set<Use> shown = Set.copyOf(seen.uses());
        List<Use> uses = new ArrayList<>(seen.uses());
        open.stream()
                .filter(use -> use.hold() != Hold.SHOWN || !shown.contains(use.use()))
                .map(use -> use.remembered(use.why()))
                .forEach(uses::add);
        return seen.using(uses);
    }

    /// The same in text that comes back from the database as it went in; else a use would not be
    /// known again.
    private static EnvironmentObservation storable(EnvironmentObservation seen) {
        List<Use> uses = seen.uses().stream()
                .map(use -> new Use(
                        seen.name(),
                        Storable.text(use.workload()),
                        Storable.text(use.container()),
                        use.kind(),
                        use.reference(),
                        use.digests()))
                .toList();
        return new EnvironmentObservation(
                seen.name(),
                seen.kind(),
                seen.heard(),
                seen.detail(),
                uses,
                seen.requests(),
                seen.identity().map(Storable::text),
                seen.facts());
    }

    /// Notes which environments are configured. What is known and not among them is taken as
    /// removed: its uses go on protecting.
    ///
    /// @param urls by name, without secrets
    public void configured(Map<String, String> urls, Instant at) {
        Instant moment = at.truncatedTo(ChronoUnit.MICROS);
        database.useTransaction(handle -> {
            EnvironmentRows.configured(handle, urls, moment);
            EnvironmentRows.removed(handle, urls.keySet(), moment);
        });
    }

    /// Environments that were taken out of the configuration and not retired, as if they were
    /// heard: they use what they used last.
    public List<EnvironmentObservation> remembered() {
        return database.inTransaction(handle -> EnvironmentRows.list(handle).stream()
                .filter(environment -> environment.state() == EnvironmentState.REMOVED)
                .map(environment -> remembered(handle, environment))
                .toList());
    }

    private static EnvironmentObservation remembered(Handle handle, KeptEnvironment environment) {
        List<Use> uses = UseRows.open(handle, environment.name()).stream()
                .map(use -> use.remembered(use.why().isEmpty() ? REMEMBERED : use.why()))
                .distinct()
                .toList();
        String detail = "taken out of the configuration at " + environment.stateAt() + "; " + uses.size()
                + " uses are remembered until it is retired";
        return new EnvironmentObservation(
                environment.name(), REMEMBERED, Heard.YES, detail, uses, 0, environment.identity());
    }

    /// Says that a removed environment is gone for good: nothing that it used protects any more.
    public Decision retire(String name, String by, String reason, Instant at) {
        return decide(name, EnumSet.of(EnvironmentState.REMOVED), "take it out of the configuration first", handle -> {
            UseRows.end(handle, UseRows.open(handle, name), at.truncatedTo(ChronoUnit.MICROS));
            EnvironmentRows.decided(
                    handle, name, EnvironmentState.RETIRED, by, reason, at.truncatedTo(ChronoUnit.MICROS));
        });
    }

    /// Says that what a changed or shrunk environment shows now is right: what it showed before
    /// protects no more.
    public Decision confirm(String name, String by, String reason, Instant at) {
        return decide(
                name,
                EnumSet.of(EnvironmentState.CHANGED, EnvironmentState.SHRUNK),
                "nothing about it waits to be confirmed",
                handle -> {
                    List<KeptUse> held = UseRows.open(handle, name).stream()
                            .filter(use -> use.hold() == Hold.CHANGED || use.hold() == Hold.SHRUNK)
                            .toList();
                    UseRows.end(handle, held, at.truncatedTo(ChronoUnit.MICROS));
                    EnvironmentRows.decided(
                            handle, name, EnvironmentState.WATCHED, by, reason, at.truncatedTo(ChronoUnit.MICROS));
                });
    }

    private Decision decide(String name, Set<EnvironmentState> states, String otherwise, UseOfHandle decision) {
        return database.inTransaction(handle -> {
            Lock.environment(handle, name);
            Optional<KeptEnvironment> environment = EnvironmentRows.find(handle, name);
            if (environment.isEmpty()) {
                return new Decision.Unknown(name);
            }
            if (!states.contains(environment.get().state())) {
                String word = Storable.word(environment.get().state());
                return new Decision.Refused("environment " + name + " is " + word + ": " + otherwise);
            }
            decision.on(handle);
            return new Decision.Done(EnvironmentRows.find(handle, name).orElseThrow());
        });
    }

    @FunctionalInterface
    private interface UseOfHandle {
        void on(Handle handle);
    }

    /// Every environment that is or was known, by name.
    public List<KeptEnvironment> list() {
        return database.inTransaction(EnvironmentRows::list);
    }

    /// The names of environments that protect though they are configured no more.
    public Set<String> removed() {
        return list().stream()
                .filter(environment -> environment.state() == EnvironmentState.REMOVED)
                .map(KeptEnvironment::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
