package dev.regent.store.estate;

import dev.regent.analyse.Past;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.oci.Digest;
import dev.regent.plan.HeldBack;
import dev.regent.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Keeps what looks at registries found. Several servers may record the same registry at once.
public final class EstateStore {

    private final Database database;

    public EstateStore(Database database) {
        this.database = database;
    }

    /// What became of an observation.
    ///
    /// @param observation its number
    /// @param applied whether it changed what is known: a look at which nothing was heard doesn't,
    ///     nor one that a later look has overtaken
    public record Recorded(long observation, boolean applied) {}

    /// Keeps what a look found, all of it or nothing. What was not heard changes nothing.
    public Recorded record(Look look, RegistryObservation seen) {
        String name = seen.identity().name();
        return database.inTransaction(handle -> {
            Lock.registry(handle, name);
            Optional<Instant> before = handle.createQuery("select looked_at from registries where name = :name")
                    .bind("name", name)
                    .map((row, _) -> Rows.time(row, "looked_at"))
                    .findOne()
                    .flatMap(time -> time);
            boolean overtaken = before.isPresent() && !look.endedAt().isAfter(before.get());
            boolean applied = seen.heard() != Heard.NO && !overtaken;
            if (applied) {
                new RegistryRecording(handle, registry(handle, look, seen), look, seen).record();
            }
            return new Recorded(ObservationRows.insert(handle, look, seen, applied), applied);
        });
    }

    private static long registry(Handle handle, Look look, RegistryObservation seen) {
        String sql = """
                insert into registries (name, hosts, kind, first_seen, looked_at)
                values (:name, cast(:hosts as text[]), :kind, :at, :at)
                on conflict (name) do update set hosts = excluded.hosts, kind = excluded.kind,
                    looked_at = excluded.looked_at
                returning id
                """;
        return handle.createQuery(sql)
                .bind("name", seen.identity().name())
                .bind(
                        "hosts",
                        Batch.array(seen.identity().hosts().stream().sorted().toList()))
                .bind("kind", seen.kind())
                .bind("at", look.endedAt())
                .mapTo(Long.class)
                .one();
    }

    /// Lets nobody else change what is known of a registry until a transaction's end. Who will note
    /// a deletion in it takes this first, so as to hold nothing that others need while it waits.
    public static void lock(Handle transaction, String registry) {
        Lock.registry(transaction, registry);
    }

    /// Notes that we deleted a manifest, and with it every tag that pointed at it. If a later look
    /// sees it, it came back.
    public static void deleted(Handle transaction, String registry, String repository, Digest manifest, Instant at) {
        lock(transaction, registry);
        new Deletions(transaction, registry, at.truncatedTo(ChronoUnit.MICROS)).manifest(repository, manifest);
    }

    /// Notes that a registry answered 404 for a repository by its name. A listing without it is no
    /// such answer.
    public void repositoryGone(String registry, String repository, Instant at) {
        database.useTransaction(handle -> {
            Lock.registry(handle, registry);
            new Deletions(handle, registry, at.truncatedTo(ChronoUnit.MICROS)).repository(repository);
        });
    }

    /// What is known of a registry from earlier looks at it and at all environments. To judge what
    /// a look found, ask before that look is recorded or after: what is new is new either way.
    public Past past(String registry, Instant now) {
        return database.inTransaction(handle -> KeptPast.load(handle, registry, now));
    }

    /// Puts these verdicts in the place of all former ones on this registry. A registry that was
    /// never recorded has none.
    ///
    /// @param heldBack what stays only because environments were not wholly heard
    public void keepVerdicts(String registry, Collection<JudgedManifest> verdicts, HeldBack heldBack) {
        database.useTransaction(handle -> {
            Lock.registry(handle, registry);
            VerdictRows.replace(handle, registry, verdicts);
            handle.createUpdate("""
                            update registries set held_back_bytes = :bytes, held_back_manifests = :manifests
                            where name = :name and (held_back_bytes, held_back_manifests) <> (:bytes, :manifests)
                            """)
                    .bind("name", registry)
                    .bind("bytes", heldBack.bytes())
                    .bind("manifests", heldBack.manifests())
                    .execute();
        });
    }
}
