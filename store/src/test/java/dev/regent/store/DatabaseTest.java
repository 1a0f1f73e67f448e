package dev.regent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private TestDatabase given;

    @BeforeEach
    void create() {
        given = TestDatabase.empty();
    }

    @AfterEach
    void drop() {
        given.close();
    }

    @Test
    void hasTheSchemaWhenOpened() {
        assertThat(names()).isEmpty();
    }

    @Test
    void keepsAllOfATransaction() {
        given.database().useTransaction(handle -> handle.execute("insert into settings values ('a', '1')"));

        assertThat(names()).containsExactly("a");
    }

    @Test
    void keepsNothingOfATransactionThatFails() {
        assertThatThrownBy(() -> given.database().<Void, IOException>inTransaction(handle -> {
                    handle.execute("insert into settings values ('a', '1')");
                    throw new IOException("stop");
                }))
                .isInstanceOf(IOException.class);

        assertThat(names()).isEmpty();
    }

    @Test
    void tellsTheDatabasesTime() {
        Instant first = given.database().now();
        Instant second = given.database().now();

        assertThat(Duration.between(first, second)).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(Duration.between(Instant.now(), first).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void speaksInUtc() {
        String zone = given.database()
                .inTransaction(handle -> handle.createQuery("select current_setting('TimeZone')")
                        .mapTo(String.class)
                        .one());

        assertThat(zone).isEqualTo("UTC");
    }

    @Test
    void tellsADatabaseThatIsAwayFromOneThatRefuses() {
        assertThatThrownBy(() -> given.database().useTransaction(handle -> {
                    handle.execute("select pg_terminate_backend(pg_backend_pid())");
                }))
                .matches(Database::isAway);
        assertThatThrownBy(() -> given.database().useTransaction(handle -> handle.execute("select nothing")))
                .matches(failure -> !Database.isAway(failure));
    }

    @Test
    void canBeOpenedBySeveralAtOnce() throws Exception {
        Callable<Long> open = () -> {
            try (Database database = Database.open(given.address())) {
                return (long) database.now().compareTo(Instant.EPOCH);
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> opened : threads.invokeAll(List.of(open, open, open))) {
                assertThat(opened.get()).isPositive();
            }
        }
    }

    @Test
    void refusesWhatALaterRegentChanged() {
        given.database()
                .useTransaction(handle -> handle.execute("insert into flyway_schema_history"
                        + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                        + " values (9000, '9000', 'from later', 'SQL', 'V9000__from_later.sql', 1, 'x', 1, true)"));

        assertThatThrownBy(() -> Database.open(given.address()))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("the database " + given.address().place() + " was changed by a later Regent: it has"
                        + " migrations 9000 (from later) that this one doesn't know. Start the later Regent, or restore"
                        + " the backup that was made before it");
    }

    @Test
    void refusesADatabaseOfSomethingElse() {
        given.database().useTransaction(handle -> handle.execute("drop table flyway_schema_history"));

        assertThatThrownBy(() -> Database.open(given.address()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("Give Regent a database of its own");
    }

    @Test
    void saysWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> Database.open("jdbc:postgresql://127.0.0.1:" + port + "/estate", "amy", "hush"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("connect to the database 127.0.0.1:" + port + "/estate: ")
                .hasMessageContaining("(08001); check that the server runs")
                .hasMessageNotContaining("hush");
    }

    @Test
    void saysWhenThePasswordIsWrong() {
        assertThatThrownBy(() ->
                        Database.open(given.address().url(), given.address().user(), "hush"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("(28P01); check user and password")
                .hasMessageNotContaining("hush");
    }

    @Test
    void testsTakeTheServerThatTheEnvironmentNames() {
        DatabaseAddress other = new DatabaseAddress("jdbc:postgresql://db:5432/estate", "amy", "hush");

        assertThat(TestDatabase.server("postgresql://amy:hush@db/estate", given::address))
                .isEqualTo(other);
        assertThat(TestDatabase.server("", () -> other)).isEqualTo(other);
    }

    private List<String> names() {
        return given.database()
                .inTransaction(handle -> handle.createQuery("select name from settings order by name")
                        .mapTo(String.class)
                        .list());
    }
}
