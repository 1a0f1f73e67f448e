package dev.regent.store.estate;

import dev.regent.oci.Digest;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// Notes what is known to be gone from one registry: because we deleted it, or because the registry
/// said so by name.
final class Deletions {

    private final Handle handle;
    private final String registry;
    private final Instant at;

    Deletions(Handle handle, String registry, Instant at) {
        this.handle = handle;
        this.registry = registry;
        this.at = at;
    }

    /// A manifest that we deleted, though no look may have seen it: then its row is made.
    void manifest(String repository, Digest digest) {
        String sql = """
                with registry as (
                    insert into registries (name, hosts, kind, first_seen) values (:registry, '{}', 'registry', :at)
                    on conflict (name) do update set name = excluded.name
                    returning id
                ), repository as (
                    insert into repositories (registry, name, first_seen, looked_at)
                    select id, :repository, :at, :at from registry
                    on conflict (registry, name) do update set name = excluded.name
                    returning id
                ), manifest as (
                    insert into manifests (registry, digest, first_seen) select id, :digest, :at from registry
                    on conflict (registry, digest) do update set digest = excluded.digest
                    returning id
                )
                insert into repository_manifests as kept (repository, manifest, first_seen, last_seen, gone_at,
                    ever_tagged, arrived_at, deleted_at)
                select repository.id, manifest.id, :at, :at, :at, false, :at, :at from repository, manifest
                on conflict (repository, manifest) do update set deleted_at = :at, gone_at = :at,
                    untagged_since = null, last_seen = coalesce(kept.last_seen,
                        (select looked_at from repositories where id = kept.repository))
                """;
        handle.createUpdate(sql)
                .bind("registry", registry)
                .bind("repository", repository)
                .bind("digest", digest.value())
                .bind("at", at)
                .execute();
        tagsGone(repository, digest.value());
    }

    /// A repository that isn't there any more, with all that was in it.
    void repository(String name) {
        tagsGone(name, "");
        String manifests = """
                update repository_manifests kept set gone_at = :at, untagged_since = null,
                    last_seen = coalesce(kept.last_seen, repositories.looked_at)
                from repositories join registries on registries.id = repositories.registry
                where kept.repository = repositories.id and kept.gone_at is null
                    and registries.name = :registry and repositories.name = :name
                """;
        String repository = """
                update repositories set gone_at = :at, absent_since = coalesce(absent_since, :at)
                from registries
                where registries.id = repositories.registry and repositories.gone_at is null
                    and registries.name = :registry and repositories.name = :name
                """;
        for (String sql : new String[] {manifests, repository}) {
            handle.createUpdate(sql)
                    .bind("at", at)
                    .bind("registry", registry)
                    .bind("name", name)
                    .execute();
        }
        // Who keeps a graph of the registry sees by its row that something changed.
        handle.createUpdate("update registries set name = name where name = :registry")
                .bind("registry", registry)
                .execute();
    }

    /// @param digest empty for every tag of the repository
    private void tagsGone(String repository, String digest) {
        String sql = """
                with gone as (
                    update tags set gone_at = :at, last_seen = coalesce(tags.last_seen, held.looked_at)
                    from (
                        select tags.id, repositories.looked_at
                        from tags
                        join repositories on repositories.id = tags.repository
                        join registries on registries.id = repositories.registry
                        left join manifests on manifests.id = tags.manifest
                        where registries.name = :registry and repositories.name = :name
                            and tags.gone_at is null and (:digest = '' or manifests.digest = :digest)
                    ) held
                    where tags.id = held.id
                    returning tags.repository, tags.name, tags.manifest
                )
                insert into tag_moves (repository, tag, from_manifest, at)
                select repository, name, manifest, :at from gone where manifest is not null
                """;
        handle.createUpdate(sql)
                .bind("at", at)
                .bind("registry", registry)
                .bind("name", repository)
                .bind("digest", digest)
                .execute();
    }
}
