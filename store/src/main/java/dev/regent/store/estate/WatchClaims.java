package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Which of several servers on one database watches which environment or directory, by the database's clock alone.
/// Nothing about safety depends on it: two that watch the same one cost requests and no more.
public final class WatchClaims {

    private final Database database;

    public WatchClaims(Database database) {
        this.database = database;
    }

    /// Takes what is free and keeps what was taken before.
    ///
    /// @param holder names this process among all
    /// @return those of `environments` that this process may watch for `time` from now
    public Set<String> hold(String holder, Collection<String> environments, Duration time) {
        return database.inTransaction(handle -> new HashSet<>(handle.createQuery("""
                        insert into environment_watches as held (environment, holder, until_at)
                        select environment, :holder, clock_timestamp() + :millis * interval '1 millisecond'
                        from unnest(cast(:environments as text[])) as wanted (environment)
                        order by environment
                        on conflict (environment) do update
                            set (holder, until_at) = (excluded.holder, excluded.until_at)
                            where held.holder = excluded.holder or held.until_at <= clock_timestamp()
                        returning environment
                        """)
                .bind("holder", holder)
                .bind("environments", Batch.array(new HashSet<>(environments)))
                .bind("millis", time.toMillis())
                .mapTo(String.class)
                .list()));
    }

    /// Gives everything free that a process has, besides some.
    public void release(String holder, Collection<String> besides) {
        database.useTransaction(handle -> handle.createUpdate("""
                        delete from environment_watches
                        where holder = :holder and environment <> all(cast(:besides as text[]))
                        """)
                .bind("holder", holder)
                .bind("besides", Batch.array(besides))
                .execute());
    }
}
