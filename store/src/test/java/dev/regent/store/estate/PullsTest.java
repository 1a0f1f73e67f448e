package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryHint.Change;
import dev.regent.observe.RegistryHint.Pull;
import dev.regent.store.estate.Pulls.Known;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pulls that were told of are counted once each, for as long as they are kept.
final class PullsTest extends KeptEstate {

    private Inbox inbox;
    private Pulls pulls;
    private LocalDate today;

    @BeforeEach
    void forget() {
        inbox = new Inbox(database);
        pulls = new Pulls(database);
        database.jdbi().useHandle(handle -> handle.execute("truncate pulls, pending_changes, registry_hints"));
        today = database.jdbi()
                .withHandle(handle -> handle.createQuery("select current_date")
                        .mapTo(LocalDate.class)
                        .one());
    }

    private static Pull pull(String repository, int manifest, String event) {
        return new Pull(repository, digest(manifest), Optional.of(event));
    }

    private static RegistryHint told(Pull... pulls) {
        return new RegistryHint(List.of(), List.of(pulls), true, false, 0);
    }

    private Map<String, Known> known(int days) {
        return pulls.of(List.of("main", "other"), days);
    }

    private void look() {
        estate.record(
                Look.at("session", database.now()),
                SeenRegistry.main()
                        .content(SeenRegistry.index(9, digest(1)))
                        .app("x=9", "y=2")
                        .repository("app")
                        .untagged(1)
                        .registry()
                        .repository("other")
                        .tag("z", 1)
                        .registry()
                        .observed());
    }

    @Test
    void addsUpAndCountsOnceWhatIsToldAgain() {
        look();
        inbox.keep("main", told(pull("app", 2, "a"), pull("app", 2, "b"), pull("app", 2, "b")));
        inbox.keep("main", told(pull("app", 2, "b"), pull("app", 2, "c")));
        inbox.keep("main", told(new Pull("app", digest(2), Optional.empty())));

        assertThat(known(30)).isEqualTo(Map.of("main", new Known(today, Map.of("app", 4L))));
    }

    @Test
    void countsThatTwoRegistriesHaveAnEventOfOneName() {
        look();
        estate.record(
                Look.at("session", database.now()),
                SeenRegistry.named("other").app("x=1").observed());
        inbox.keep("main", told(pull("app", 2, "a")));
        inbox.keep("other", told(pull("app", 1, "a")));

        assertThat(known(1))
                .isEqualTo(Map.of(
                        "main", new Known(today, Map.of("app", 1L)), "other", new Known(today, Map.of("app", 1L))));
    }

    @Test
    void countsNoChildOfAnIndexWhereTheIndexIs() {
        inbox.keep("main", told(pull("app", 9, "a"), pull("app", 1, "b"), pull("other", 1, "c")));
        look();

        assertThat(known(30)).isEqualTo(Map.of("main", new Known(today, Map.of("app", 1L, "other", 1L))));
    }

    @Test
    void countsForNothingThatIsNotThereAndKnowsItOnceItIs() {
        inbox.keep("main", told(pull("app", 2, "a"), pull("elsewhere", 2, "b")));
        assertThat(known(30)).isEqualTo(Map.of("main", new Known(today, Map.of())));

        look();

        assertThat(known(30)).isEqualTo(Map.of("main", new Known(today, Map.of("app", 1L))));
    }

    @Test
    void tellsARegistryThatNeverToldFromOneThatIsPulledFromByNobody() {
        look();
        inbox.keep("main", new RegistryHint(List.of(new Change("app", "x")), List.of(), false, false, 0));
        assertThat(known(30)).isEmpty();

        inbox.keep("main", new RegistryHint(List.of(), List.of(), true, false, 1));

        assertThat(known(30)).isEqualTo(Map.of("main", new Known(today, Map.of())));
    }

    @Test
    void leavesOutWhatIsOlderThanAskedForAndDeletesWhatIsTooOld() {
        look();
        database.jdbi().useHandle(handle -> {
            for (int age : new int[] {1, 29, 30, 89, 90, 200}) {
                handle.createUpdate("insert into pulls values ('main', 'app', :digest, current_date - :age, 10)")
                        .bind("digest", digest(2).value())
                        .bind("age", age)
                        .execute();
            }
        });
        inbox.keep("main", told(pull("app", 2, "a")));

        assertThat(known(1).get("main")).isEqualTo(new Known(today, Map.of("app", 1L)));
        assertThat(known(30).get("main")).isEqualTo(new Known(today, Map.of("app", 21L)));
        assertThat(known(90).get("main")).isEqualTo(new Known(today, Map.of("app", 41L)));
        assertThat(rows()).isEqualTo(5);
    }

    private long rows() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from pulls")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void countsOnlyWhatItHasOnceManifestsOfADayAreTooMany() {
        look();
        inbox = new Inbox(database, new PendingChanges(database), new PullCounts(3));
        inbox.keep("main", told(pull("app", 2, "a"), pull("app", 3, "b")));
        inbox.keep("main", told(pull("app", 2, "c"), pull("app", 3, "d")));
        inbox.keep("main", told(pull("app", 4, "e")));
        inbox.keep("main", told(pull("app", 5, "f"), pull("app", 2, "g")));

        assertThat(rows()).isEqualTo(3);
        assertThat(known(30).get("main")).isEqualTo(new Known(today, Map.of("app", 6L)));
    }

    @Test
    void keepsAllOfWhatManyTellAtOnce() throws InterruptedException, ExecutionException {
        look();
        try (ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, 400)
                    .forEach(number -> all.add(tellers.submit(() -> inbox.keep(
                            "main",
                            new RegistryHint(
                                    List.of(new Change("app", "t" + number)),
                                    List.of(pull("app", 2, "e" + number)),
                                    true,
                                    false,
                                    0)))));
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(known(1).get("main")).isEqualTo(new Known(today, Map.of("app", 400L)));
        assertThat(new PendingChanges(database).waiting("main").orElseThrow().changes())
                .isEqualTo(400);
    }

    @Test
    void countsNothingOfWhatCouldNotBeKept() {
        look();
        database.jdbi()
                .useHandle(handle -> handle.execute("alter table pending_changes add check (reference <> 'bad')"));
        try {
            RegistryHint bad =
                    new RegistryHint(List.of(new Change("app", "bad")), List.of(pull("app", 2, "a")), true, false, 0);
            assertThatThrownBy(() -> inbox.keep("main", bad)).isInstanceOf(RuntimeException.class);
        } finally {
            database.jdbi()
                    .useHandle(handle -> handle.execute(
                            "alter table pending_changes drop constraint pending_changes_reference_check"));
        }
        assertThat(rows()).isZero();

        inbox.keep("main", told(pull("app", 2, "a")));

        assertThat(known(30).get("main")).isEqualTo(new Known(today, Map.of("app", 1L)));
    }

    @Test
    void keepsWhatOthersToldBesideWhatCantBeKept() throws Exception {
        String refuse = "alter table pending_changes add constraint refused check (repository <> 'bad')";
        database.jdbi().useHandle(handle -> handle.execute(refuse));
        List<String> repositories = IntStream.range(0, 60)
                .mapToObj(each -> each % 30 == 7 ? "bad" : "app" + each)
                .toList();
        int failed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(repositories.size())) {
            List<Future<?>> told = new ArrayList<>();
            for (String repository : repositories) {
                told.add(threads.submit(() -> inbox.keep(
                        "main", new RegistryHint(List.of(new Change(repository, "1")), List.of(), false, false, 0))));
            }
            for (Future<?> one : told) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasRootCauseInstanceOf(java.sql.SQLException.class);
                    failed++;
                }
            }
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("alter table pending_changes drop constraint refused"));
        }

        assertThat(failed).isEqualTo(2);
        int kept = database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from pending_changes")
                        .mapTo(Integer.class)
                        .one());
        assertThat(kept).isEqualTo(58);
    }
}
