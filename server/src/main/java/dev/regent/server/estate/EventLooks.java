package dev.regent.server.estate;

import dev.regent.engine.FarSides;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Heard;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.RegistryHint;
import dev.regent.observe.Remembered;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.estate.CrawlMemory;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.Inbox;
import dev.regent.store.estate.PendingChanges;
import dev.regent.store.estate.PendingChanges.Taken;
import dev.regent.store.estate.PendingChanges.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Asks registries for what they told of. What a registry tells is a hint, never evidence: it is asked for each
/// reference, and what it answers changes the inventory; no plan, no execution and no freshness rests on it. What was
/// told of and not asked for yet is in the database, and whoever runs next asks.
public final class EventLooks {

    private static final Logger log = LoggerFactory.getLogger(EventLooks.class);

    /// Where only a look at all of a registry helps, one that fails isn't begun again at once.
    private static final long BETWEEN_WHOLE_LOOKS = Duration.ofSeconds(30).toNanos();

    private final Supplier<InForce> inForce;
    private final FarSides farSides;
    private final EstateStore estate;
    private final Inbox inbox;
    private final PendingChanges pending;
    private final Clocks clocks;
    private final LongSupplier ticks;
    private final Map<String, Long> wholeLooks = new ConcurrentHashMap<>();

    /// @param inForce the configuration of this moment
    /// @param ticks nanoseconds that only ever go on
    public EventLooks(
            Supplier<InForce> inForce,
            FarSides farSides,
            EstateStore estate,
            Database database,
            Clocks clocks,
            LongSupplier ticks) {
        this.inForce = inForce;
        this.farSides = farSides;
        this.estate = estate;
        this.pending = new PendingChanges(database);
        this.inbox = new Inbox(database);
        this.clocks = clocks;
        this.ticks = ticks;
    }

    /// Takes down what a registry tells. Once this returns it is asked for and counted, whatever happens to this
    /// process.
    ///
    /// @throws IllegalArgumentException if it can't be understood, saying why
    public RegistryHint tell(RegistryConfig registry, byte[] envelope) {
        RegistryHint hint = FarSides.hint(registry, envelope);
        inbox.keep(registry.name(), hint);
        LookCounters.told(registry.name(), hint);
        return hint;
    }

    /// Has looked at what waits to be, as soon as possible.
    ///
    /// @param changes plans that a registry is asked for its changes
    /// @param whole plans a look at all of a registry, and says whether it did
    public void plan(Consumer<String> changes, Predicate<String> whole) {
        Map<String, Waiting> waiting = pending.waiting();
        for (RegistryConfig registry : inForce.get().configuration().registries()) {
            Waiting of = waiting.get(registry.name());
            if (of == null || !of.known() || (of.changes() == 0 && !of.whole())) {
                continue;
            }
            if (of.whole() || registry.storage().isPresent()) {
                long now = ticks.getAsLong();
                Long last = wholeLooks.get(registry.name());
                if ((last == null || now - last >= BETWEEN_WHOLE_LOOKS) && whole.test(registry.name())) {
                    wholeLooks.put(registry.name(), now);
                }
            } else {
                changes.accept(registry.name());
            }
        }
    }

    /// What waits of one registry; empty if it never told of anything.
    public Optional<Waiting> waiting(String registry) {
        return pending.waiting(registry);
    }

    /// Asks a registry for its changes. No look at all of it may be under way.
    ///
    /// @return whether all of them were answered
    /// @throws InterruptedException if the caller gave up
    public boolean look(RegistryConfig registry) throws InterruptedException {
        Instant began = clocks.now();
        Taken taken = pending.take(registry.name());
        Map<String, Set<String>> references = taken.references();
        if (references.isEmpty()) {
            return true;
        }
        CrawlMemory memory = estate.crawlBeside(registry.name(), began);
        ReferenceObservation seen = farSides.references(inForce.get().configuration(), registry, new Keeping(memory))
                .ask(references, (repository, manifests) -> estate.among(registry.name(), repository, manifests));
        Instant ended = clocks.now();
        boolean all = estate.recordSome(
                registry.name(),
                new dev.regent.store.estate.Look(
                        UUID.randomUUID().toString(), began, ended.isBefore(began) ? began : ended),
                seen,
                taken,
                memory);
        LookCounters.asked(registry.name(), seen);
        log.atLevel(seen.heard() == Heard.YES ? Level.INFO : Level.WARN)
                .addKeyValue("registry", registry.name())
                .addKeyValue("requests", seen.requests())
                .addKeyValue("why", seen.detail())
                .log(
                        seen.heard() == Heard.YES
                                ? "registry asked for its changes"
                                : "registry not heard on its changes");
        return all;
    }

    /// Keeps contents that were read, and takes nothing as known: what may have changed is read.
    private record Keeping(CrawlMemory memory) implements Remembered {
        @Override
        public void content(Digest digest, byte[] manifest) {
            memory.content(digest, manifest);
        }
    }
}
