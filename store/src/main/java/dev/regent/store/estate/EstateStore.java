package dev.regent.store.estate;

import dev.regent.analyse.Past;
import dev.regent.observe.Heard;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.oci.Digest;
import dev.regent.plan.HeldBack;
import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /// Begins a look at a registry, or goes on with one that was cut off. There may be one of a registry at a time.
    public CrawlMemory crawl(String registry, Instant now) {
        return CrawlMemory.begin(database, registry, now);
    }

    /// What is known for a look that may go on beside others.
    public CrawlMemory crawlBeside(String registry, Instant now) {
        return CrawlMemory.beside(database, registry, now);
    }

    /// The look at a registry that is under way or was cut off, if there is one.
    public Optional<Looking> looking(String registry) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select began_at, went_on_at, at, done, total from crawls where registry = :registry
                        """)
                        .bind("registry", registry)
                        .map((row, _) -> new Looking(
                                Rows.certain(row, "began_at"),
                                Rows.certain(row, "went_on_at"),
                                Rows.certain(row, "at"),
                                row.getLong("done"),
                                row.getLong("total")))
                        .findOne());
    }

    /// Has a look stopped, whichever server is at it: it ends with the next answer that comes.
    ///
    /// @return whether there was one
    public boolean stopLook(String registry) {
        return database.jdbi()
                        .withHandle(handle -> handle.createUpdate(
                                        "update crawls set stop = true where registry = :registry")
                                .bind("registry", registry)
                                .execute())
                > 0;
    }

    /// Keeps what a look found, and leaves nothing to go on from.
    ///
    /// @param memory that the look had
    public Recorded record(Look look, RegistryObservation seen, CrawlMemory memory) {
        memory.flush();
        return record(look, seen, Optional.of(memory), true);
    }

    /// Keeps what a look found, all of it or nothing. What was not heard changes nothing.
    public Recorded record(Look look, RegistryObservation seen) {
        return record(look, seen, Optional.empty(), true);
    }

    /// Keeps what a look at some repositories found. It says nothing of the others.
    public Recorded recordSome(Look look, RegistryObservation seen) {
        return record(look, seen, Optional.empty(), false);
    }

    /// Keeps what a registry answered for changes that it told of, and that they were asked for. It is no look: when
    /// the registry was looked at stays as it was. Of a registry that was never looked at nothing is kept.
    ///
    /// @param memory that kept what was read
    /// @return whether all of them were answered and are known now
    public boolean recordSome(
            String registry, Look look, ReferenceObservation seen, PendingChanges.Taken taken, CrawlMemory memory) {
        memory.flush();
        return database.inTransaction(handle -> {
            Lock.registry(handle, registry);
            Optional<Long> number = handle.createQuery(
                            "select id from registries where name = :name and looked_at is not null")
                    .bind("name", registry)
                    .mapTo(Long.class)
                    .findOne();
            if (number.isEmpty() || seen.heard() == Heard.NO) {
                return false;
            }
            Set<String> known = new ReferenceRecording(handle, number.get(), look).record(seen);
            Map<String, ReferenceObservation.Answers> answers = new HashMap<>();
            seen.repositories().stream()
                    .filter(each -> known.contains(each.name()))
                    .forEach(each -> answers.put(each.name(), each));
            List<PendingChanges.Taken.Row> answered = taken.rows().stream()
                    .filter(row -> answers.containsKey(row.repository())
                            && row.asked().stream().allMatch(answers.get(row.repository())::answers))
                    .toList();
            PendingChanges.asked(handle, registry, answered);
            return answered.size() == taken.rows().size();
        });
    }

    /// Which of these manifests a repository has, as far as is known.
    public Set<Digest> among(String registry, String repository, Collection<Digest> manifests) {
        return database.inTransaction(handle -> new HashSet<>(handle.createQuery("""
                        select manifests.digest
                        from registries
                        join repositories on repositories.registry = registries.id and repositories.name = :repository
                        join repository_manifests kept on kept.repository = repositories.id and kept.gone_at is null
                        join manifests on manifests.id = kept.manifest
                            and manifests.digest = any(cast(:manifests as text[]))
                        where registries.name = :registry
                        """)
                .bind("registry", registry)
                .bind("repository", repository)
                .bind("manifests", Batch.array(manifests))
                .map((row, _) -> new Digest(row.getString("digest")))
                .list()));
    }

    private Recorded record(Look look, RegistryObservation seen, Optional<CrawlMemory> memory, boolean all) {
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
                new RegistryRecording(handle, registry(handle, look, seen), look, seen).record(all);
                PendingChanges.settle(
                        handle,
                        name,
                        look.startedAt(),
                        all && seen.heard() == Heard.YES,
                        seen.repositories().stream()
                                .filter(RepositoryObservation::structureHeard)
                                .map(RepositoryObservation::name)
                                .toList());
            }
            memory.ifPresent(had -> had.recorded(handle, seen.heard() == Heard.YES && applied));
            return new Recorded(ObservationRows.insert(handle, look, seen, applied, all), applied);
        });
    }

    /// Keeps how fast a registry answered during a look at all of it, in the place of what was kept of the look before.
    public void keepTimes(Recorded look, String registry, LookTimes times) {
        database.useTransaction(handle -> {
            Lock.registry(handle, registry);
            TimeRows.replace(handle, look.observation(), registry, times);
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
                            where name = :name
                            """)
                    .bind("name", registry)
                    .bind("bytes", heldBack.bytes())
                    .bind("manifests", heldBack.manifests())
                    .execute();
        });
    }
}
