package dev.regent.server.estate;

import dev.regent.engine.config.RegistryConfig;
import dev.regent.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What has to be done at a registry so that what was deleted frees bytes: before that, none is
/// free.
///
/// @param text for people, a sentence a line
/// @param commands in their order
/// @param wouldFreeBytes what executions deleted and nobody put back; earlier collections are not
///     known of
/// @param exact whether that is what it frees, and not at most that
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

    private record Deleted(String execution, long bytes, Instant until) {}

    /// For a registry that is CNCF Distribution, as all that are supported so far.
    public static GarbageCollection of(RegistryConfig registry, Database database) {
        List<Deleted> open = database.inTransaction((Handle in) -> in.createQuery("""
                        select executions.id, coalesce(sum(steps.bytes), 0) as bytes, kept.until_at
                        from executions
                        join execution_steps steps on steps.execution = executions.id and steps.outcome = 'done'
                            and steps.kind in ('delete-manifest', 'delete-tag')
                        join (select execution, max(expires_at) as until_at from kept_manifests group by execution) kept
                            on kept.execution = executions.id
                        where executions.registry = :registry and kept.until_at > clock_timestamp()
                        group by executions.id, executions.number, kept.until_at
                        order by executions.number
                        """)
                .bind("registry", registry.name())
                .map((row, _) -> new Deleted(
                        row.getString("id"),
                        row.getLong("bytes"),
                        row.getTimestamp("until_at").toInstant()))
                .list());
        List<String> waits = new ArrayList<>();
        open.forEach(deleted -> waits.add("execution " + deleted.execution() + " can be undone until " + deleted.until()
                + ", and no longer once garbage is collected"));
        return new GarbageCollection(
                registry.name(),
                "distribution",
                TEXT,
                COMMANDS,
                open.stream().mapToLong(Deleted::bytes).sum(),
                registry.storage().isPresent(),
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
