package dev.regent.store.estate;

import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryHint.Pull;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Storable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// Adds up pulls that registries told of, by manifest and day (UTC, by the database's clock).
final class PullCounts {

    /// Days that are kept.
    static final int DAYS = 90;

    /// Manifests of one registry that are counted on one day, so that whoever makes digests up fills no disk.
    private static final int MOST_A_DAY = 100_000;

    private static final String MORE_OF_THE_SAME = """
            update pulls kept set pulls = kept.pulls + these.pulls
            from (
                select counted.registry, counted.day, counted.repository, counted.manifest, given.pulls
                from pulls counted
                join {given} on given.registry = counted.registry and given.day = counted.day
                    and given.repository = counted.repository and given.manifest = counted.manifest
                order by counted.repository, counted.manifest
                for update of counted
            ) these
            where (kept.registry, kept.day, kept.repository, kept.manifest)
                = (these.registry, these.day, these.repository, these.manifest)
            """;

    private final int most;
    private final Map<String, RecentEvents> recent = new ConcurrentHashMap<>();
    private final Map<String, Today> todays = new ConcurrentHashMap<>();

    PullCounts() {
        this(MOST_A_DAY);
    }

    PullCounts(int most) {
        this.most = most;
    }

    /// What is known of a registry's rows of one day.
    ///
    /// @param rows how many there are, or more
    /// @param full whether no further manifest is counted on it
    private record Today(LocalDate day, long rows, boolean full) {}

    /// What is remembered once the transaction is at its end.
    static final class Counted {

        private final Set<UUID> events;
        private final Optional<Today> today;

        private Counted(Set<UUID> events, Optional<Today> today) {
            this.events = events;
            this.today = today;
        }
    }

    private record Key(String repository, Digest manifest) {}

    /// Whether it has to be written that a registry tells of pulls.
    boolean isNews(String registry, RegistryHint hint) {
        return hint.tellsOfPulls() && !todays.containsKey(registry);
    }

    /// Adds pulls up, but for those that were told of before. Only one at a time may do so for a registry.
    Counted add(Handle handle, String registry, RegistryHint hint) {
        RecentEvents known = recent.computeIfAbsent(registry, _ -> new RecentEvents());
        Set<UUID> events = new HashSet<>();
        Map<Key, Long> pulls = new HashMap<>();
        for (Pull pull : hint.pulls()) {
            Optional<UUID> event = pull.event().map(id -> name(registry, id));
            boolean told = event.isPresent() && (known.has(event.get()) || !events.add(event.get()));
            if (!told && Storable.isKey(pull.repository())) {
                pulls.merge(new Key(pull.repository(), pull.manifest()), 1L, Long::sum);
            }
        }
        if (!hint.tellsOfPulls()) {
            return new Counted(events, Optional.empty());
        }
        Today today = today(handle, registry);
        return new Counted(events, Optional.of(pulls.isEmpty() ? today : write(handle, registry, pulls, today)));
    }

    /// Remembers what was added, now that it can't be undone any more.
    void kept(String registry, Counted counted) {
        recent.computeIfAbsent(registry, _ -> new RecentEvents()).add(counted.events);
        counted.today.ifPresent(today -> todays.put(registry, today));
    }

    private Today today(Handle handle, String registry) {
        LocalDate day =
                handle.createQuery("select current_date").mapTo(LocalDate.class).one();
        Today known = todays.get(registry);
        if (known != null && known.day().equals(day)) {
            return known;
        }
        handle.createUpdate("""
                        update registry_hints set pulls_since = clock_timestamp()
                        where registry = :registry and pulls_since is null
                        """).bind("registry", registry).execute();
        // Another server may do the same now: both delete the same rows, in any order.
        handle.createUpdate("""
                        delete from pulls where (registry, day, repository, manifest) in (
                            select registry, day, repository, manifest from pulls
                            where day <= :day - :days for update skip locked)
                        """).bind("day", day).bind("days", DAYS).execute();
        return counted(handle, registry, day);
    }

    private Today counted(Handle handle, String registry, LocalDate day) {
        long rows = handle.createQuery("select count(*) from pulls where registry = :registry and day = :day")
                .bind("registry", registry)
                .bind("day", day)
                .mapTo(Long.class)
                .one();
        return new Today(day, rows, rows >= most);
    }

    /// In one order, so that two servers that write the same rows don't wait for each other.
    private Today write(Handle handle, String registry, Map<Key, Long> pulls, Today before) {
        Today today = before.full() || before.rows() + pulls.size() <= most
                ? before
                : counted(handle, registry, before.day());
        Batch rows = new Batch("registry text", "repository text", "manifest text", "day date", "pulls bigint");
        pulls.forEach((key, count) ->
                rows.add(registry, key.repository(), key.manifest().value(), today.day(), count));
        rows.runWhole(handle, today.full() ? MORE_OF_THE_SAME : """
                        insert into pulls as kept (registry, repository, manifest, day, pulls)
                        select registry, repository, manifest, day, pulls from {given}
                        order by repository collate "C", manifest collate "C"
                        on conflict (registry, day, repository, manifest)
                            do update set pulls = kept.pulls + excluded.pulls
                        """);
        return today.full() ? today : new Today(today.day(), today.rows() + pulls.size(), false);
    }

    private static UUID name(String registry, String event) {
        return UUID.nameUUIDFromBytes((registry + '\n' + event).getBytes(StandardCharsets.UTF_8));
    }
}
