package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.store.DatabaseException;
import dev.regent.store.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseStoreTest {

    private TestDatabase fresh;
    private Desk desk;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        desk = new Desk(fresh.database(), ShelfLimits.USUAL);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void givesARegistryToOneAtATime() {
        Lease first = desk.lease("main", "a", "one");

        assertThat(desk.leases.acquire("main", "b", "two", Desk.LONG)).isEmpty();
        assertThat(desk.leases.acquire("other", "b", "two", Desk.LONG)).isPresent();
        assertThat(desk.leases.find("main")).contains(first);
    }

    @Test
    void lastsByTheDatabasesClock() {
        Instant before = desk.database.now();
        Lease lease = desk.lease("main", "a", "one");
        Instant after = desk.database.now();

        assertThat(lease.until()).isBetween(before.plus(Desk.LONG), after.plus(Desk.LONG));
    }

    @Test
    void countsTheFenceUpWithEachHolder() {
        Lease first = desk.lease("main", "a", "one");
        desk.leases.release(first);
        Lease second = desk.lease("main", "a", "one");
        desk.lapse("main");
        Lease third = desk.lease("main", "b", "one");

        assertThat(List.of(first.fence(), second.fence(), third.fence())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void endsTheLeasesOfAllWhoAreGone() {
        Lease main = desk.lease("main", "a", "one");
        Lease other = desk.lease("other", "a", "two");

        desk.leases.endAll();

        assertThat(desk.leases.renew(main, Desk.LONG)).isEmpty();
        assertThat(desk.leases.renew(other, Desk.LONG)).isEmpty();
        assertThat(desk.lease("main", "b", "one").fence()).isEqualTo(main.fence() + 1);
    }

    @Test
    void renewsOnlyALeaseThatStillHolds() {
        Lease first = desk.lease("main", "a", "one");

        assertThat(desk.leases
                        .renew(first, Desk.LONG.multipliedBy(2))
                        .orElseThrow()
                        .until())
                .isAfter(first.until());
        desk.lapse("main");
        assertThat(desk.leases.renew(first, Desk.LONG)).isEmpty();
        Lease second = desk.lease("main", "b", "two");
        assertThat(desk.leases.renew(first, Desk.LONG)).isEmpty();
        desk.leases.release(first);
        assertThat(desk.leases.find("main")).contains(second);
    }

    @Test
    void saysThatTheDatabaseFailedWhileALeaseWasRenewed() {
        Lease lease = desk.lease("main", "a", "one");
        desk.execute("""
                create function die() returns trigger language plpgsql as $$
                begin
                    perform pg_terminate_backend(pg_backend_pid());
                    return new;
                end $$;
                create trigger die after update on leases for each row execute function die();
                """);

        assertThatThrownBy(() -> desk.leases.renew(lease, Desk.LONG))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("renew the lease of registry main: the database doesn't take it: ")
                .hasMessageNotContaining("update leases");
        assertThat(desk.leases.find("main")).contains(lease);
    }

    @Test
    void goesToExactlyOneOfTwoThatRace() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int round = 1; round <= 100; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                List<Callable<Optional<Lease>>> racers = new ArrayList<>();
                for (String holder : List.of("a", "b")) {
                    racers.add(() -> {
                        together.await();
                        return desk.leases.acquire("main", holder, "one", Desk.LONG);
                    });
                }
                List<Lease> won = new ArrayList<>();
                for (Future<Optional<Lease>> racer : pool.invokeAll(racers)) {
                    racer.get().ifPresent(won::add);
                }
                assertThat(won).hasSize(1);
                assertThat(won.getFirst().fence()).isEqualTo(round);
                desk.lapse("main");
            }
        }
    }
}
