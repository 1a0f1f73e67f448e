package dev.regent.server.estate;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.store.Database;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What has to be done at a registry so that what was deleted frees bytes: before that, none is
/// free.
///
/// @param text for people, a sentence a line
/// @param commands in their order
/// @param wouldFreeBytes what executions deleted, for all that is known, and nobody put back; earlier
///     collections are not known of
/// @param exact whether that is what it frees, and not at most that: a step's bytes are those that
///     it adds to the steps before it, so they hold only where all of a plan was done and nothing of
///     it was put back, and while it could still be undone
/// @param waits open times for undoing, which end with the collection
public record GarbageCollection(
        String registry,
        String kind,
        String text,
        List<String> commands,
        long wouldFreeBytes,
        boolean exact,
        List<String> waits) {

    public GarbageCollection {
        commands = List.copyOf(commands);
        waits = List.copyOf(waits);
    }

    /// @param whole whether all of its plan was done, is gone, and could be undone
    /// @param until empty if nothing of it can be undone any more
    private record Deleted(String execution, long bytes, boolean whole, Optional<Instant> until) {}

    /// What was deleted twice counts once. What was put back doesn't count, be it by an undo or by
    /// somebody who pushed it: then the last look has it.
    private static final String DELETED = """
            with deleted as (
                select distinct on (steps.repository, steps.digest)
                    steps.execution, steps.number, steps.repository, steps.digest, steps.bytes,
                    steps.outcome = 'done' and steps.detail = '' as simply
                from executions join execution_steps steps on steps.execution = executions.id
                where executions.registry = :registry and steps.kind = 'delete-manifest'
                    and (steps.outcome = 'done' or not steps.known)
                order by steps.repository, steps.digest, executions.number desc
            ), gone as (
                select deleted.*, coalesce(kept.expires_at > clock_timestamp(), false) as undoable, kept.expires_at
                from deleted
                left join kept_manifests kept on kept.execution = deleted.execution and kept.step = deleted.number
                where not exists (select 1 from executions undo
                        join execution_steps back on back.execution = undo.id
                        where undo.undoes = deleted.execution and back.kind = 'restore-manifest'
                            and back.outcome = 'done' and back.repository = deleted.repository
                            and back.digest = deleted.digest)
                    and not exists (select 1 from registries
                        join repositories on repositories.registry = registries.id
                        join manifests on manifests.registry = registries.id
                        join repository_manifests held
                            on held.repository = repositories.id and held.manifest = manifests.id
                        where registries.name = :registry and repositories.name = deleted.repository
                            and manifests.digest = deleted.digest and held.gone_at is null)
            )
            select executions.id, sum(gone.bytes) as bytes,
                max(gone.expires_at) filter (where undoable) as until_at,
                coalesce(bool_and(simply and undoable) and count(*) = plans.steps and plans.reclaim_exact, false)
                    as whole
            from gone
            join executions on executions.id = gone.execution
            left join plans on plans.digest = executions.plan
            group by executions.id, executions.number, plans.steps, plans.reclaim_exact
            order by executions.number
            """;

    /// For a registry that is CNCF Distribution, as all that are supported so far.
    public static GarbageCollection of(RegistryConfig registry, Database database) {
        List<Deleted> deleted = database.inTransaction((Handle in) -> in.createQuery(DELETED)
                .bind("registry", registry.name())
                .map((row, _) -> new Deleted(
                        row.getString("id"),
                        row.getLong("bytes"),
                        row.getBoolean("whole"),
                        Optional.ofNullable(row.getTimestamp("until_at")).map(Timestamp::toInstant)))
                .list());
        List<String> waits = new ArrayList<>();
        deleted.forEach(each -> each.until()
                .ifPresent(until -> waits.add("execution " + each.execution() + " can be undone until " + until
                        + ", and no longer once garbage is collected")));
        return new GarbageCollection(
                registry.name(),
                "distribution",
                TEXT,
                COMMANDS,
                deleted.stream().mapToLong(Deleted::bytes).sum(),
                registry.storage().isPresent() && deleted.stream().allMatch(Deleted::whole),
                waits);
    }

    private static final String TEXT = """
            Nothing is free before the registry has collected its garbage.
            Collect while nothing can be pushed: an upload that is under way can lose its layers (Distribution's own\
             documentation). So stop the registry, or set it read-only, first.
            Run the collection where the registry's storage is, with its own configuration; look at what --dry-run says\
             before.
            Never add --delete-untagged (-m) where indexes exist: Distribution 2.x then deletes the images of platforms\
             that a tagged index still lists.
            Start the registry again afterwards, also if it was only set read-only: it remembers blobs that are gone.""";

    private static final List<String> COMMANDS = List.of(
            "# set `storage: maintenance: readonly: enabled: true` in config.yml and restart the registry, or stop it",
            "registry garbage-collect --dry-run /etc/docker/registry/config.yml",
            "registry garbage-collect /etc/docker/registry/config.yml",
            "# take readonly out again and restart the registry");
}
