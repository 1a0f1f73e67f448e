package dev.regent.store.estate;

import dev.regent.observe.ReferenceObservation;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Takes what was answered for single references into what is kept, in the caller's transaction. When a registry or a
/// repository was looked at stays as it was: nothing that wasn't asked for became any fresher.
final class ReferenceRecording {

    private final Handle handle;
    private final long registry;
    private final Look look;
    private Map<Digest, Long> numbers = Map.of();

    private record Kept(long id, Instant lookedAt) {}

    ReferenceRecording(Handle handle, long registry, Look look) {
        this.handle = handle;
        this.registry = registry;
        this.look = look;
    }

    /// Writes it down.
    ///
    /// @return the repositories that are known now as they were answered for; not those that
    ///     somebody looked at as a whole since, who may have seen what came after
    Set<String> record(ReferenceObservation seen) {
        List<ReferenceObservation.Answers> answers = seen.repositories().stream()
                .filter(each -> Storable.isName(each.name()))
                .toList();
        ContentRows contents = new ContentRows(handle, registry, look);
        contents.write(seen.contents().values());
        contents.load(answers.stream().flatMap(each -> each.missing().stream()).collect(Collectors.toSet()));
        numbers = contents.numbers();
        Map<String, Kept> repositories = repositories(answers);
        Map<Kept, ReferenceObservation.Answers> current = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (ReferenceObservation.Answers each : answers) {
            Kept kept = repositories.get(each.name());
            if (kept == null) {
                // Nothing in it was there.
                names.add(each.name());
            } else if (kept.lookedAt().isBefore(look.startedAt())
                    || kept.lookedAt().equals(look.endedAt())) {
                current.put(kept, each);
                names.add(each.name());
            }
        }
        LedgerRows rows = new LedgerRows(handle, look.endedAt());
        rows.load(current.keySet().stream().map(Kept::id).toList());
        current.forEach((kept, each) ->
                rows.change(kept.id(), rows.ledger(kept.id()).takeSome(read(each), look, kept.lookedAt())));
        rows.write();
        // Who keeps a graph of the registry sees by its row that something changed.
        handle.createUpdate("update registries set name = name where id = :registry")
                .bind("registry", registry)
                .execute();
        return names;
    }

    /// Those that are new are made, if anything is in them. One that was gone or absent and has something is there.
    private Map<String, Kept> repositories(Collection<ReferenceObservation.Answers> answers) {
        Batch there = new Batch("registry bigint", "name text", "at timestamptz");
        answers.stream()
                .filter(each -> !each.manifests().isEmpty())
                .forEach(each -> there.add(registry, each.name(), look.endedAt()));
        there.run(handle, """
                insert into repositories (registry, name, first_seen, looked_at)
                select registry, name, at, at from {given}
                on conflict do nothing
                """);
        there.run(handle, """
                update repositories set absent_since = null, gone_at = null
                from {given}
                where repositories.registry = given.registry and repositories.name = given.name
                    and (absent_since is not null or gone_at is not null)
                """);
        Map<String, Kept> repositories = new HashMap<>();
        handle.createQuery("""
                        select id, name, looked_at from repositories
                        where registry = :registry and name = any(cast(:names as text[]))
                        """)
                .bind("registry", registry)
                .bind(
                        "names",
                        Batch.array(answers.stream()
                                .map(ReferenceObservation.Answers::name)
                                .toList()))
                .map((row, _) ->
                        Map.entry(row.getString("name"), new Kept(row.getLong("id"), Rows.certain(row, "looked_at"))))
                .forEach(entry -> repositories.put(entry.getKey(), entry.getValue()));
        return repositories;
    }

    private RepositoryLedger.Seen read(ReferenceObservation.Answers answers) {
        Map<String, RepositoryLedger.Target> tags = new HashMap<>();
        answers.tags()
                .forEach((name, to) -> tags.put(
                        name,
                        to.<RepositoryLedger.Target>map(digest -> new RepositoryLedger.Target.Points(number(digest)))
                                .orElseGet(RepositoryLedger.Target.Gone::new)));
        return new RepositoryLedger.Seen(true, false, tags, numbers(answers.manifests()), numbers(answers.missing()));
    }

    private long number(Digest digest) {
        return Objects.requireNonNull(numbers.get(digest), digest::value);
    }

    /// What was never seen has no number, and nothing to be gone.
    private Set<Long> numbers(Set<Digest> digests) {
        return digests.stream().map(numbers::get).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }
}
