package dev.regent.store.estate;

import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/// A row for each repository and day: what it held. Only a look at all of a registry can tell who shares
/// what; one at some repositories, as deletions rely on, writes none, and neither does one that didn't hear all of a
/// repository: what others share with it would seem to be theirs alone.
final class RepositorySizes {

    /// What is older is kept by the week.
    static final int DAILY = 90;

    private final Handle handle;
    private final long registry;
    private final Look look;
    private final LocalDate today;

    RepositorySizes(Handle handle, long registry, Look look) {
        this.handle = handle;
        this.registry = registry;
        this.look = look;
        this.today = LocalDate.ofInstant(look.endedAt(), ZoneOffset.UTC);
    }

    /// @param numbers the number of a repository's row, by its name
    void take(RegistryObservation seen, Function<String, OptionalLong> numbers) {
        Map<Long, RepositoryObservation> heard = new HashMap<>();
        seen.repositories()
                .forEach(repository ->
                        numbers.apply(repository.name()).ifPresent(number -> heard.put(number, repository)));
        boolean structure = seen.repositories().stream().allMatch(RepositoryObservation::structureHeard);
        if (structure && isWhole(heard.keySet())) {
            boolean first = isFirstOfToday();
            write(heard, graph(heard, seen.contents()));
            noteGone();
            if (first) {
                thin();
            }
        }
    }

    private boolean isFirstOfToday() {
        return handle.createQuery("""
                        select not exists (
                            select from repository_sizes join repositories on repositories.id = repository
                            where registry = :registry and day = :today)
                        """)
                .bind("registry", registry)
                .bind("today", today)
                .mapTo(Boolean.class)
                .one();
    }

    /// A look at some repositories leaves the others absent, too: what is absent for less than an hour has to be heard.
    private boolean isWhole(Set<Long> heard) {
        Set<Long> there = new HashSet<>(handle.createQuery("""
                        select id from repositories
                        where registry = :registry and gone_at is null
                            and (absent_since is null or absent_since > :lately)
                        """)
                .bind("registry", registry)
                .bind("lately", look.endedAt().minus(RegistryRecording.ABSENT_AND_STILL_THERE))
                .mapTo(Long.class)
                .list());
        return heard.containsAll(there);
    }

    private static RegistryGraph graph(
            Map<Long, RepositoryObservation> repositories, Map<Digest, ManifestContent> contents) {
        Map<Digest, Long> items = HashMap.newHashMap(contents.size() * 4);
        Function<Digest, Long> item = digest -> items.computeIfAbsent(digest, _ -> (long) items.size());
        RegistryGraph graph = new RegistryGraph();
        for (ManifestContent content : contents.values()) {
            List<Descriptor> blobs = content.manifest().blobs();
            graph.content(
                    item.apply(content.digest()),
                    content.size(),
                    LongStream.concat(
                                    blobs.stream().mapToLong(blob -> item.apply(blob.digest())),
                                    content.manifest().children().stream()
                                            .mapToLong(child -> item.apply(child.digest())))
                            .toArray());
            blobs.forEach(blob -> graph.declared(item.apply(blob.digest()), blob.size()));
        }
        repositories.forEach((number, repository) ->
                repository.manifests().forEach(manifest -> graph.put(number, item.apply(manifest))));
        return graph;
    }

    private void write(Map<Long, RepositoryObservation> heard, RegistryGraph graph) {
        Map<Long, RepositoryBytes> bytes = new HashMap<>();
        graph.repositories().forEach(each -> bytes.put(each.repository(), each));
        Batch rows = new Batch(
                "repository bigint",
                "day date",
                "at timestamptz",
                "tags bigint",
                "manifests bigint",
                "bytes bigint",
                "exclusive bigint",
                "attributed bigint");
        heard.forEach((number, repository) -> {
            RepositoryBytes held = bytes.getOrDefault(number, new RepositoryBytes(number, 0, 0, 0, 0));
            rows.add(
                    number,
                    today,
                    look.endedAt(),
                    repository.tags().size(),
                    repository.manifests().size(),
                    held.marked(),
                    held.exclusive(),
                    held.attributed());
        });
        rows.run(handle, """
                insert into repository_sizes as kept (repository, day, at, tags, manifests, bytes, exclusive_bytes,
                    attributed_bytes)
                select repository, day, at, tags, manifests, bytes, exclusive, attributed from {given}
                on conflict (repository, day) do update set at = excluded.at, tags = excluded.tags,
                    manifests = excluded.manifests, bytes = excluded.bytes,
                    exclusive_bytes = excluded.exclusive_bytes, attributed_bytes = excluded.attributed_bytes
                where (kept.tags, kept.manifests, kept.bytes, kept.exclusive_bytes, kept.attributed_bytes)
                    <> (excluded.tags, excluded.manifests, excluded.bytes, excluded.exclusive_bytes,
                        excluded.attributed_bytes)
                """);
    }

    private void noteGone() {
        handle.createUpdate("""
                        insert into repository_sizes (repository, day, at, tags, manifests, bytes, exclusive_bytes,
                            attributed_bytes)
                        select repositories.id, :today, :at, 0, 0, 0, 0, 0
                        from repositories join lateral (
                            select manifests, tags from repository_sizes
                            where repository = repositories.id order by day desc limit 1
                        ) last on last.manifests > 0 or last.tags > 0
                        where repositories.registry = :registry and repositories.gone_at is not null
                        on conflict (repository, day) do update set at = excluded.at, tags = 0, manifests = 0,
                            bytes = 0, exclusive_bytes = 0, attributed_bytes = 0
                        """)
                .bind("today", today)
                .bind("at", look.endedAt())
                .bind("registry", registry)
                .execute();
    }

    /// Of each week that is long past its first row stays.
    private void thin() {
        handle.createUpdate("""
                        delete from repository_sizes kept
                        using repositories
                        where repositories.id = kept.repository and repositories.registry = :registry
                            and kept.day < :daily and exists (
                                select from repository_sizes earlier
                                where earlier.repository = kept.repository and earlier.day < kept.day
                                    and earlier.day >= date_trunc('week', kept.day)::date)
                        """)
                .bind("registry", registry)
                .bind("daily", today.minusDays(DAILY))
                .execute();
    }
}
