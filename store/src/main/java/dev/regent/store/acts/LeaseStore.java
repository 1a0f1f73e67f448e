package dev.regent.store.acts;

import dev.regent.store.Database;
import dev.regent.store.DatabaseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// Leases of registries, by the database's clock alone. One that lapsed can be taken by another;
/// from then on the journal refuses the first, however late it wakes up. Every method throws
/// DatabaseException if the database fails.
public final class LeaseStore {

    private final Database database;

    public LeaseStore(Database database) {
        this.database = database;
    }

    /// Takes a registry that is free.
    ///
    /// @param holder names this process among all; made anew at each start
    /// @return empty while another execution has it
    public Optional<Lease> acquire(String registry, String holder, String execution, Duration time) {
        positive(time);
        return asked(
                "take the lease of registry " + registry,
                in -> in.createQuery("""
                        insert into leases as held (registry, holder, fence, until_at, execution)
                        values (:registry, :holder, 1, clock_timestamp() + :time * interval '1 microsecond', :execution)
                        on conflict (registry) do update set (holder, fence, until_at, execution) = (excluded.holder,
                            held.fence + 1, clock_timestamp() + :time * interval '1 microsecond', excluded.execution)
                        where held.until_at <= clock_timestamp()
                        returning *
                        """)
                        .bind("registry", registry)
                        .bind("holder", holder)
                        .bind("execution", execution)
                        .bind("time", PlanStore.micros(time))
                        .map((row, _) -> lease(row))
                        .findOne());
    }

    /// Keeps a lease for longer.
    ///
    /// @return empty if it lapsed or went to another: nothing further may be done
    public Optional<Lease> renew(Lease lease, Duration time) {
        positive(time);
        return asked(
                "renew the lease of registry " + lease.registry(),
                in -> in.createQuery("""
                        update leases set until_at = clock_timestamp() + :time * interval '1 microsecond'
                        where registry = :registry and holder = :holder and fence = :fence
                            and until_at > clock_timestamp()
                        returning *
                        """)
                        .bind("registry", lease.registry())
                        .bind("holder", lease.holder())
                        .bind("fence", lease.fence())
                        .bind("time", PlanStore.micros(time))
                        .map((row, _) -> lease(row))
                        .findOne());
    }

    /// Gives a registry free, if it is still this lease that holds it.
    public void release(Lease lease) {
        int _ = asked(
                "release the lease of registry " + lease.registry(),
                in -> in.createUpdate("""
                        update leases set until_at = clock_timestamp()
                        where registry = :registry and holder = :holder and fence = :fence
                            and until_at > clock_timestamp()
                        """)
                        .bind("registry", lease.registry())
                        .bind("holder", lease.holder())
                        .bind("fence", lease.fence())
                        .execute());
    }

    /// Ends every lease, for a server that has the database to itself and has only just begun:
    /// whoever holds one is dead. From then on the journal refuses its entries.
    public void endAll() {
        int _ = asked(
                "end the leases of servers that are gone",
                in -> in.createUpdate("""
                        update leases set until_at = clock_timestamp() where until_at > clock_timestamp()
                        """).execute());
    }

    /// Who has a registry now.
    public Optional<Lease> find(String registry) {
        return asked(
                "read the lease of registry " + registry,
                in -> in.createQuery("""
                        select * from leases where registry = :registry and until_at > clock_timestamp()
                        """)
                        .bind("registry", registry)
                        .map((row, _) -> lease(row))
                        .findOne());
    }

    /// Why a lease doesn't hold, in a sentence; empty if it does. It then holds to the end of the
    /// transaction, since who takes it over has to wait for that.
    static Optional<String> against(Handle in, Lease lease) {
        Optional<Lease> now = in.createQuery("select * from leases where registry = :registry for share")
                .bind("registry", lease.registry())
                .map((row, _) -> lease(row))
                .findOne();
        boolean live = in.createQuery("""
                        select exists (select 1 from leases
                            where registry = :registry and fence = :fence and until_at > clock_timestamp())
                        """)
                .bind("registry", lease.registry())
                .bind("fence", lease.fence())
                .mapTo(Boolean.class)
                .one();
        if (now.isEmpty()) {
            return Optional.of("the lease of registry " + lease.registry() + " is gone from the database");
        }
        Lease held = now.get();
        if (held.fence() != lease.fence()
                || !held.holder().equals(lease.holder())
                || !held.execution().equals(lease.execution())) {
            return Optional.of("the lease of registry " + lease.registry() + " went to " + held.holder()
                    + " for execution " + held.execution() + " (fence " + held.fence() + ", this one had "
                    + lease.fence() + ")");
        }
        return live
                ? Optional.empty()
                : Optional.of("the lease of registry " + lease.registry() + " lapsed at " + held.until());
    }

    private <T> T asked(String what, Function<Handle, T> work) {
        try {
            return database.inTransaction((Handle in) -> work.apply(in));
        } catch (JdbiException e) {
            throw new DatabaseException(
                    what + ": the database doesn't take it: " + LastCause.words(e)
                            + "; without a lease nothing is done, and one that is held lapses by itself",
                    e);
        }
    }

    private static void positive(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("a lease lasts for some time, got " + time);
        }
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                row.getString("registry"),
                row.getString("holder"),
                row.getString("execution"),
                row.getLong("fence"),
                Columns.time(row, "until_at"));
    }
}
