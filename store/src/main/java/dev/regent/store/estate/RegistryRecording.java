package dev.regent.store.estate;

import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Takes one observation of one registry into what is kept, in the caller's transaction.
final class RegistryRecording {

    /// A listing that was made while a registry started, or by an index that lags, can be short.
    static final Duration ABSENT_AND_STILL_THERE = Duration.ofHours(1);

    /// Manifests and tags whose rows are held in memory at once, about; one repository is never
    /// split.
    private static final int ROWS_AT_ONCE = 100_000;

    private final Handle handle;
    private final long registry;
    private final Look look;
    private final RegistryObservation seen;
    private final Map<String, Kept> repositories = new HashMap<>();
    private Map<Digest, Long> numbers = Map.of();

    private record Kept(long id, Instant lookedAt) {}

    RegistryRecording(Handle handle, long registry, Look look, RegistryObservation seen) {
        this.handle = handle;
        this.registry = registry;
        this.look = look;
        this.seen = seen;
    }

    /// @param all whether all repositories were looked for, so that one that wasn't seen is absent
    void record(boolean all) {
        List<RepositoryObservation> named = seen.repositories().stream()
                .filter(repository -> Storable.isName(repository.name()))
                .toList();
        ContentRows contents = new ContentRows(handle, registry, look);
        contents.write(seen.contents().values());
        contents.load(named.stream()
                .flatMap(repository -> repository.missing().stream())
                .collect(Collectors.toSet()));
        numbers = contents.numbers();
        keepRepositories(named);
        List<RepositoryObservation> some = new ArrayList<>();
        long rows = 0;
        for (RepositoryObservation repository : named) {
            some.add(repository);
            rows += repository.tags().size() + repository.manifests().size();
            if (rows > ROWS_AT_ONCE) {
                take(some);
                some.clear();
                rows = 0;
            }
        }
        take(some);
        if (all && seen.heard() == Heard.YES) {
            noteAbsent(named);
        }
        LeftoverRows.replace(handle, registry, look, seen.volume());
        new RepositorySizes(handle, registry, look).take(seen, this::identity);
    }

    private OptionalLong identity(String repository) {
        Kept kept = repositories.get(repository);
        return kept == null ? OptionalLong.empty() : OptionalLong.of(kept.id());
    }

    private void keepRepositories(Collection<RepositoryObservation> named) {
        Batch rows = new Batch("registry bigint", "name text", "at timestamptz");
        named.forEach(repository -> rows.add(registry, repository.name(), look.endedAt()));
        rows.run(handle, """
                insert into repositories (registry, name, first_seen, looked_at)
                select registry, name, at, at from {given}
                on conflict do nothing
                """);
        handle.createQuery("select id, name, looked_at from repositories where registry = :registry")
                .bind("registry", registry)
                .map((row, _) ->
                        Map.entry(row.getString("name"), new Kept(row.getLong("id"), Rows.certain(row, "looked_at"))))
                .forEach(entry -> repositories.put(entry.getKey(), entry.getValue()));
        rows.run(handle, """
                update repositories set looked_at = given.at, absent_since = null, gone_at = null
                from {given}
                where repositories.registry = given.registry and repositories.name = given.name
                """);
    }

    private Kept kept(RepositoryObservation repository) {
        return Objects.requireNonNull(repositories.get(repository.name()), repository::name);
    }

    private void take(List<RepositoryObservation> some) {
        if (some.isEmpty()) {
            return;
        }
        LedgerRows rows = new LedgerRows(handle, look.endedAt());
        rows.load(some.stream().map(repository -> kept(repository).id()).toList());
        for (RepositoryObservation repository : some) {
            Kept kept = kept(repository);
            rows.change(kept.id(), rows.ledger(kept.id()).take(read(repository), look, kept.lookedAt()));
        }
        rows.write();
    }

    private RepositoryLedger.Seen read(RepositoryObservation repository) {
        Map<String, RepositoryLedger.Target> tags =
                HashMap.newHashMap(repository.tags().size());
        repository.tags().forEach((name, target) -> {
            if (Storable.isName(name)) {
                tags.put(name, target(repository, target));
            }
        });
        boolean whole =
                repository.structureHeard() && tags.size() == repository.tags().size();
        return new RepositoryLedger.Seen(
                whole, seen.volume().isPresent(), tags, numbers(repository.manifests()), numbers(repository.missing()));
    }

    private RepositoryLedger.Target target(RepositoryObservation repository, TagTarget target) {
        return switch (target) {
            case TagTarget.Points(Digest digest) ->
                repository.manifests().contains(digest)
                        ? new RepositoryLedger.Target.Points(number(digest))
                        : new RepositoryLedger.Target.Unread();
            case TagTarget.Gone _ -> new RepositoryLedger.Target.Gone();
            case TagTarget.Unread _ -> new RepositoryLedger.Target.Unread();
        };
    }

    private long number(Digest digest) {
        return Objects.requireNonNull(numbers.get(digest), digest::value);
    }

    /// What was never seen has no number, and nothing to be gone.
    private Set<Long> numbers(Set<Digest> digests) {
        return digests.stream().map(numbers::get).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /// Over `/v2/` a repository is gone only once it answers 404 by its name. A volume's folders
    /// were all listed; still it takes an hour.
    private void noteAbsent(List<RepositoryObservation> named) {
        Batch listed = new Batch("name text");
        named.forEach(repository -> listed.add(repository.name()));
        listed.runWhole(handle, """
                update repositories set absent_since = :at
                where registry = :registry and absent_since is null and gone_at is null
                    and name not in (select name from {given})
                """, "at", look.endedAt(), "registry", registry);
        if (seen.volume().map(Volume::whole).orElse(false)) {
            Deletions deletions = new Deletions(handle, seen.identity().name(), look.endedAt());
            String sql = """
                    select name from repositories
                    where registry = :registry and absent_since <= :longAgo and gone_at is null
                    """;
            handle.createQuery(sql)
                    .bind("registry", registry)
                    .bind("longAgo", look.endedAt().minus(ABSENT_AND_STILL_THERE))
                    .mapTo(String.class)
                    .list()
                    .forEach(deletions::repository);
        }
    }
}
