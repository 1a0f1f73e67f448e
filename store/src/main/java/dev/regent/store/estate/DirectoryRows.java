package dev.regent.store.estate;

import dev.regent.store.sql.Batch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The rows of environments that a directory leads to.
final class DirectoryRows {

    private DirectoryRows() {}

    /// Makes a row for what has none, and says who leads there.
    static void listed(Handle handle, String directory, Collection<String> names, Instant at) {
        Batch rows = new Batch("name text", "directory text", "at timestamptz");
        names.forEach(name -> rows.add(name, directory, at));
        rows.run(handle, """
                insert into environments (name, directory, state, state_at)
                select name, directory, 'watched', at from {given}
                on conflict (name) do update set directory = excluded.directory
                    where environments.directory is distinct from excluded.directory
                """);
    }

    /// What the directory led to before and doesn't now, and nobody said of that it is gone.
    static List<String> unlisted(Handle handle, String directory, Collection<String> names) {
        return handle.createQuery("""
                        select name from environments
                        where directory = :directory and state <> 'retired' and name <> all(cast(:names as text[]))
                        order by name
                        """)
                .bind("directory", directory)
                .bind("names", Batch.array(names))
                .mapTo(String.class)
                .list();
    }

    static void removed(Handle handle, String directory, Collection<String> names, Instant at) {
        handle.createUpdate("""
                        update environments set state = 'removed', state_at = :at, decided_by = null, why = :why
                        where state <> 'removed' and name = any(cast(:names as text[]))
                        """)
                .bind("at", at)
                .bind("names", Batch.array(names))
                .bind(
                        "why",
                        directory + " lists it no more (it was deleted there, or your key lost the right to see it);"
                                + " what it used stays protected until it is retired")
                .execute();
    }
}
