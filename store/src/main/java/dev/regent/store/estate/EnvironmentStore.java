package dev.regent.store.estate;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.store.Database;
import dev.regent.store.sql.Storable;
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

    /// Keeps what was heard of an environment. Gives it back with the uses that it doesn't show
    /// and that still protect; their workloads' names say why. What was heard of it stays as it
    /// is.
    public EnvironmentObservation remember(EnvironmentObservation seen, Look look) {
        EnvironmentObservation clean = storable(seen);
        return database.inTransaction(handle -> {
            Lock.environment(handle, seen.name());
            KeptEnvironment before = environment(handle, seen.name(), look.endedAt());
            boolean overtaken = before.observed().isPresent()
                    && !look.endedAt().isAfter(before.observed().get());
            if (!before.heard().equals(Optional.of(clean.heard()))) {
                ObservationRows.insert(handle, look, clean, !overtaken);
            }
            List<KeptUse> open = UseRows.open(handle, seen.name());
            return withRemembered(clean, overtaken ? open : take(handle, before, open, clean, look));
        });
    }

    private static KeptEnvironment environment(Handle handle, String name, Instant at) {
        return EnvironmentRows.find(handle, name).orElseGet(() -> {
            EnvironmentRows.known(handle, name, at);
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
        FactRows.take(handle, seen, look.endedAt());
        return outcome.open();
    }

    /// Keeps uses that an environment told of between looks. They protect at once, and nothing
    /// ends.
    ///
    /// @param at when that was heard
    public void seen(String environment, List<Use> uses, Instant at) {
        List<Use> clean =
                uses.stream().map(use -> storable(environment, use)).distinct().toList();
        database.useTransaction(handle -> {
            Lock.environment(handle, environment);
            Optional<KeptEnvironment> known = EnvironmentRows.find(handle, environment);
            if (known.isEmpty() || known.get().state() == EnvironmentState.RETIRED) {
                return;
            }
            Set<Use> open = UseRows.open(handle, environment).stream()
                    .filter(use -> use.hold() != Hold.CHANGED && use.hold() != Hold.ROLLBACK)
                    .map(KeptUse::use)
                    .collect(Collectors.toSet());
            Instant moment = at.truncatedTo(ChronoUnit.MICROS);
            UseRows.insert(
                    handle,
                    clean.stream()
                            .filter(use -> !open.contains(use))
                            .map(use -> KeptUse.shown(known.get().identity(), use, moment))
                            .toList());
        });
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
        List<Use> uses =
                seen.uses().stream().map(use -> storable(seen.name(), use)).toList();
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

    private static Use storable(String environment, Use use) {
        return new Use(
                environment,
                Storable.text(use.workload()),
                Storable.text(use.container()),
                use.kind(),
                use.reference(),
                use.digests());
    }

    /// Notes how soon changes in an environment are known.
    ///
    /// @param why why they can't be heard; empty if they are, or never could
    public void freshness(String environment, Freshness freshness, String why) {
        database.useTransaction(
                handle -> EnvironmentRows.freshness(handle, environment, freshness, Storable.text(why)));
    }

    /// Notes which environments are configured. What is known and not among them is taken as
    /// removed: its uses go on protecting. What a configured directory led to is left to
    /// [#listed].
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
        List<Use> uses = remembered(handle, environment.name());
        String went = environment
                .directory()
                .map(directory -> "listed by " + directory + " until ")
                .orElse("taken out of the configuration at ");
        String detail = went + environment.stateAt() + "; " + uses.size() + " uses are remembered until it is retired";
        return new EnvironmentObservation(
                environment.name(), REMEMBERED, Heard.YES, detail, uses, 0, environment.identity());
    }

    private static List<Use> remembered(Handle handle, String environment) {
        return UseRows.open(handle, environment).stream()
                .map(use -> use.remembered(use.why().isEmpty() ? REMEMBERED : use.why()))
                .distinct()
                .toList();
    }

    /// Notes what a directory leads to. What it led to before and doesn't now is given back with
    /// what it used, and is not heard: it may run on, unseen. If the directory was heard wholly
    /// it counts as removed until a person retires it, or the directory lists it again.
    ///
    /// @param heard how the directory was
    /// @param names of all environments that it leads to now
    public List<EnvironmentObservation> listed(String directory, Heard heard, Set<String> names, Instant at) {
        Instant moment = at.truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(handle -> {
            Lock.environment(handle, directory);
            DirectoryRows.listed(handle, directory, names, moment);
            List<String> missing = DirectoryRows.unlisted(handle, directory, names);
            if (heard == Heard.YES) {
                DirectoryRows.removed(handle, directory, missing, moment);
            }
            return missing.stream()
                    .map(name ->
                            unlisted(handle, EnvironmentRows.find(handle, name).orElseThrow(), directory))
                    .toList();
        });
    }

    private static EnvironmentObservation unlisted(Handle handle, KeptEnvironment environment, String directory) {
        List<Use> uses = remembered(handle, environment.name());
        String why = environment.state() == EnvironmentState.REMOVED
                ? environment.why() + "; if it is gone: regent environment retire " + environment.name()
                        + " --reason TEXT"
                : directory + " was not heard wholly and doesn't list it; mend that first";
        return new EnvironmentObservation(
                environment.name(),
                REMEMBERED,
                Heard.NO,
                why + "; " + uses.size() + " uses are remembered",
                uses,
                0,
                environment.identity());
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

    /// A number that grows with each use that begins, whoever tells of it.
    public long lastUse() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select coalesce(max(id), 0) from uses")
                        .mapTo(Long.class)
                        .one());
    }

    /// The names of environments that protect though they are configured no more.
    public Set<String> removed() {
        return list().stream()
                .filter(environment -> environment.state() == EnvironmentState.REMOVED)
                .map(KeptEnvironment::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
