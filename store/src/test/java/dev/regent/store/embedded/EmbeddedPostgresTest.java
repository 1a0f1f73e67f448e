package dev.regent.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.store.Database;
import dev.regent.store.DatabaseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmbeddedPostgresTest {

    private static final String INSERT = "insert into settings values ('a', '1')";

    private Path folder;

    @BeforeEach
    void make() {
        folder = TestServer.folder();
    }

    @AfterEach
    void delete() throws IOException {
        Tree.delete(folder);
    }

    @Test
    void keepsRowsFromOneStartToTheNext() throws InterruptedException {
        String url;
        try (EmbeddedPostgres server = start()) {
            url = server.url();
            write(server);
        }
        try (EmbeddedPostgres server = start()) {
            assertThat(names(server)).containsExactly("a");
            assertThat(server.url()).isEqualTo(url);
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        EmbeddedPostgres server = start();
        long pid = server.pid();

        long began = System.nanoTime();
        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(alive(pid)).isFalse();
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void stopsThoughAClientStays() throws Exception {
        EmbeddedPostgres server = start();
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password())) {
            server.close();

            assertThat(alive(server.pid())).isFalse();
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    @Test
    void neverRunsWithRootsPower() throws Exception {
        try (EmbeddedPostgres server = start()) {
            List<String> status = Files.readAllLines(Path.of("/proc", String.valueOf(server.pid()), "status"));

            assertThat(status)
                    .filteredOn(line -> line.startsWith("Uid:"))
                    .singleElement()
                    .asString()
                    .doesNotContainPattern("\\b0\\b");
            assertThat(status).contains("CapEff:\t0000000000000000");
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws Exception {
        try (EmbeddedPostgres server = start()) {
            String port = "%04X".formatted(server.port());
            List<String> listening = Stream.of("tcp", "tcp6")
                    .flatMap(table -> lines(Path.of("/proc/net", table)))
                    .map(line -> line.strip().split("\\s+"))
                    .filter(line -> line[1].endsWith(":" + port) && line[3].equals("0A"))
                    .map(line -> line[1])
                    .toList();

            assertThat(listening).containsExactly("0100007F:" + port);
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (EmbeddedPostgres server = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void keepsThePasswordToItself() throws Exception {
        try (EmbeddedPostgres server = start()) {
            assertThat(server.password()).hasSize(64);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(server.toString()).doesNotContain(server.password()).contains("***");
            assertThat(server.address().toString()).doesNotContain(server.password());
            assertThat(folder.resolve("unfinished.password")).doesNotExist();
        }
    }

    @Test
    void writesThroughToTheDisk() throws Exception {
        try (EmbeddedPostgres server = start()) {
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "full_page_writes")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void comesBackAfterAKillWithEveryAcknowledgedRow() throws Exception {
        try (EmbeddedPostgres server = start();
                Database database = Database.open(server::address)) {
            assertThat(server.ensureRunning()).isFalse();
            insertByManyAtOnce(database, 500);
            kill(server.pid());

            assertThat(server.ensureRunning()).isTrue();

            database.renewConnections();
            assertThat(database.<Integer, RuntimeException>inTransaction(
                            handle -> handle.createQuery("select count(*) from settings")
                                    .mapTo(Integer.class)
                                    .one()))
                    .isEqualTo(500);
            assertThat(server.ensureRunning()).isFalse();
        }
    }

    /// Each row in a transaction of its own; returns when all are acknowledged.
    private static void insertByManyAtOnce(Database database, int rows) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<? extends Future<?>> inserts = IntStream.range(0, rows)
                    .mapToObj(row -> "insert into settings values ('" + row + "', '')")
                    .map(insert -> threads.submit(() -> database.useTransaction(handle -> handle.execute(insert))))
                    .toList();
            for (Future<?> insert : inserts) {
                insert.get();
            }
        }
    }

    @Test
    void takesOverTheServerOfAKilledProgram() throws Exception {
        Process program = killed();
        long orphan = acknowledged(program);
        program.destroyForcibly().waitFor();
        assertThat(alive(orphan)).isTrue();

        EmbeddedPostgres server = start();

        assertThat(server.pid()).isEqualTo(orphan);
        assertThat(names(server)).containsExactly("from");
        server.close();
        assertThat(alive(orphan)).isFalse();
    }

    @Test
    void startsAfterEverythingWasKilled() throws Exception {
        Process program = killed();
        long orphan = acknowledged(program);
        program.destroyForcibly().waitFor();
        kill(orphan);

        try (EmbeddedPostgres server = start()) {
            assertThat(server.pid()).isNotEqualTo(orphan);
            assertThat(names(server)).containsExactly("from");
        }
    }

    @Test
    void startsThoughADeadServersNumberIsAnothersNow() throws Exception {
        start().close();
        Path pidFile = folder.resolve("data/postmaster.pid");
        Files.writeString(
                pidFile,
                ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n1\n5432\n\n127.0.0.1\n0 0\nready\n");

        try (EmbeddedPostgres server = start()) {
            assertThat(server.pid()).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void replacesAnOrphanThatRunsWithOtherSettings() throws Exception {
        start().close();
        RunAs runAs = RunAs.choose(folder.resolve("data"));
        Binaries binaries = Binaries.unpacked(Archive.here(), TestServer.cache());
        int port = Ports.free();
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off";
        String data = folder.resolve("data").toString();
        Command.Ended started = Command.run(
                runAs.words(List.of(
                        binaries.program("pg_ctl"),
                        "-D",
                        data,
                        "-w",
                        "-s",
                        "-l",
                        data + "/x.log",
                        "-o",
                        options,
                        "start")),
                java.util.Map.of(),
                Duration.ofSeconds(30));
        assertThat(started).isEqualTo(new Command.Ended(0, ""));

        try (EmbeddedPostgres server = start()) {
            assertThat(setting(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        int first;
        try (EmbeddedPostgres server = start()) {
            first = server.port();
        }
        try (ServerSocket _ = new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres server = start()) {
            assertThat(server.port()).isNotEqualTo(first);
            assertThat(setting(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void refusesASecondOneOfThisProgram() throws Exception {
        try (EmbeddedPostgres server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("the database in " + folder + " is in use by this program: stop that Regent first, or"
                            + " give this one a folder of its own");
            assertThat(setting(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void refusesASecondProgram() throws Exception {
        Process program = killed();
        try {
            acknowledged(program);

            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("the database in " + folder + " is in use by process " + program.pid()
                            + ": stop that Regent first, or give this one a folder of its own");
        } finally {
            program.destroyForcibly().waitFor();
            start().close();
        }
    }

    private EmbeddedPostgres start() throws InterruptedException {
        return EmbeddedPostgres.start(folder, TestServer.cache());
    }

    private static void write(EmbeddedPostgres server) {
        try (Database database = Database.open(server.address())) {
            database.useTransaction(handle -> handle.execute(INSERT));
        }
    }

    private static List<String> names(EmbeddedPostgres server) {
        try (Database database = Database.open(server.address())) {
            return database.inTransaction(handle -> handle.createQuery("select name from settings")
                    .mapTo(String.class)
                    .list());
        }
    }

    private static String setting(EmbeddedPostgres server, String name) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select current_setting('" + name + "')")) {
            answer.next();
            return answer.getString(1);
        }
    }

    private Process killed() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString(),
                        TestServer.cache().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long acknowledged(Process program) throws IOException {
        var output = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("acknowledged ")) {
                return Long.parseLong(line.substring("acknowledged ".length()));
            }
        }
        throw new IllegalStateException("the program ended before it wrote its row");
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        while (alive(pid)) {
            Thread.onSpinWait();
        }
    }

    /// A process that nobody buries stays in the list of processes, without a command line.
    private static boolean alive(long pid) {
        return !new Postmaster(pid, 0).commandLine().isEmpty();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
