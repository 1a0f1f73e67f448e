package dev.regent.store.estate;

import dev.regent.observe.Created;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/// What is kept for looks over `/v2/`: where tags led, bytes of manifests, times in configs.
final class CrawlRows {

    /// Of up to 256 KiB each.
    private static final int ROWS_AT_ONCE = 50;

    private CrawlRows() {}

    /// Where each tag of a repository pointed when it was read last.
    static Map<String, Digest> tags(Handle handle, String registry, String repository) {
        Map<String, Digest> tags = new HashMap<>();
        handle.createQuery("""
                        select tags.name, manifests.digest
                        from registries
                        join repositories on repositories.registry = registries.id and repositories.name = :repository
                        join tags on tags.repository = repositories.id and tags.gone_at is null
                        join manifests on manifests.id = tags.manifest
                        where registries.name = :registry
                        """)
                .bind("registry", registry)
                .bind("repository", repository)
                .map((row, _) -> Map.entry(row.getString("name"), new Digest(row.getString("digest"))))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    /// What the look that was cut off had asked for; empty: it answered 404.
    static Map<String, Optional<Digest>> reads(Handle handle, String registry, String repository) {
        Map<String, Optional<Digest>> reads = new HashMap<>();
        handle.createQuery("""
                        select reference, digest from crawl_reads
                        where registry = :registry and repository = :repository
                        """)
                .bind("registry", registry)
                .bind("repository", repository)
                .map((row, _) -> Map.entry(
                        row.getString("reference"), Rows.word(row, "digest").map(Digest::new)))
                .forEach(read -> reads.put(read.getKey(), read.getValue()));
        return reads;
    }

    /// Bytes of the manifests that a repository had, or that the look that was cut off read there, a few at a time.
    static void contents(Handle handle, String registry, String repository, BiConsumer<Digest, byte[]> contents) {
        handle.createQuery("""
                        select bytes.digest, bytes.content
                        from manifest_bytes bytes
                        where bytes.digest in (
                            select manifests.digest
                            from registries
                            join repositories on repositories.registry = registries.id
                                and repositories.name = :repository
                            join repository_manifests kept on kept.repository = repositories.id and kept.gone_at is null
                            join manifests on manifests.id = kept.manifest
                            where registries.name = :registry
                            union
                            select digest from crawl_reads
                            where registry = :registry and repository = :repository and digest is not null)
                        """)
                .bind("registry", registry)
                .bind("repository", repository)
                .setFetchSize(ROWS_AT_ONCE)
                .map((row, _) -> Map.entry(new Digest(row.getString("digest")), row.getBytes("content")))
                .forEach(content -> contents.accept(content.getKey(), content.getValue()));
    }

    /// Forgets what no manifest names that is in a repository.
    static void prune(Handle handle) {
        handle.execute("""
                delete from manifest_bytes bytes
                where bytes.read_at < now() - interval '1 day' and not exists (
                    select from manifests
                    join repository_manifests kept on kept.manifest = manifests.id and kept.gone_at is null
                    where manifests.digest = bytes.digest)
                """);
        handle.execute("""
                delete from config_times times
                where not exists (select from manifests where manifests.config = times.config)
                    and not exists (select from crawls)
                """);
    }

    /// Joined, since a database compares each row with each of thousands that are wanted where it is asked for any of
    /// them.
    static Map<Digest, Created> created(Handle handle, Collection<Digest> configs) {
        Map<Digest, Created> created = new HashMap<>();
        handle.createQuery("""
                        select times.config, times.created_state, times.created_at
                        from unnest(cast(:configs as text[])) wanted (config)
                        join config_times times on times.config = wanted.config
                        """)
                .bind("configs", Batch.array(configs))
                .map((row, _) -> Map.entry(
                        new Digest(row.getString("config")),
                        state(row.getString("created_state"), Rows.time(row, "created_at"))))
                .forEach(config -> created.put(config.getKey(), config.getValue()));
        return created;
    }

    private static Created state(String state, Optional<Instant> at) {
        return switch (state) {
            case "at" -> at.<Created>map(Created.At::new).orElse(new Created.Unusable());
            case "absent" -> new Created.Absent();
            default -> new Created.Unusable();
        };
    }

    /// Times that the database can't say are none that anybody could believe.
    static void keepCreated(Handle handle, SortedMap<Digest, Created> configs) {
        Batch times = new Batch("config text", "created_state text", "created_at timestamptz");
        configs.forEach((config, created) -> times.add(config, ContentRows.state(created), ContentRows.time(created)));
        times.run(handle, """
                insert into config_times (config, created_state, created_at)
                select config, created_state, created_at from {given}
                on conflict do nothing
                """);
    }
}
