package dev.regent.testkit.peer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Regent's own server, packaged, as a process of its own on loopback: with its database in a
/// folder that goes when this is closed, so that both can be killed.
public final class RealServer implements AutoCloseable {

    /// Where the packaged server is: the folder with `quarkus-run.jar`.
    public static final String APPLICATION = "regent.application";

    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private final Path home;
    private final Path config;
    private final Options options;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::end);
    private Program program;

    /// How it is started.
    ///
    /// @param environment variables of its process, besides its parent's
    /// @param arguments of `up`, besides folder, file and port
    public record Options(Map<String, String> environment, List<String> arguments) {

        public static final Options USUAL = new Options(Map.of(), List.of());

        public Options {
            environment = Map.copyOf(environment);
            arguments = List.copyOf(arguments);
        }

        /// With a variable more.
        public Options with(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Options(more, arguments);
        }
    }

    private RealServer(Path home, Path config, Options options, int port) throws InterruptedException {
        this.home = home;
        this.config = config;
        this.options = options;
        this.port = port;
        this.program = serve();
    }

    /// A folder that the database's own user can pass through; it goes when the tests end.
    public static Path folder() {
        Path folder = Folders.fresh("regent-server-");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            if (Files.exists(folder)) {
                Folders.remove(folder);
            }
        }));
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new IllegalStateException("the mode of " + folder + " can't be set", e);
        }
        return folder;
    }

    /// Starts a server on data of its own; returns when it is ready.
    ///
    /// @param config what it watches
    /// @throws IllegalStateException if it doesn't become ready; the message ends with its log
    public static RealServer start(Path config, Options options) throws InterruptedException {
        Path home = folder();
        try {
            RealServer server = new RealServer(home, config, options, Peers.freePort());
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (IllegalStateException | InterruptedException e) {
            killDatabaseIn(home.resolve("data"));
            Folders.remove(home);
            throw e;
        }
    }

    /// Address without a path.
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// What it keeps everything in.
    public Path data() {
        return home.resolve("data");
    }

    /// The first administrator's token.
    public String token() {
        try {
            return Files.readString(data().resolve("admin-token"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new IllegalStateException("the server wrote no token to " + data(), e);
        }
    }

    /// All that it wrote so far, over all its starts.
    public String log() {
        try {
            return Files.readString(program.log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the log of the server can't be read: " + program.log(), e);
        }
    }

    /// `kill -9` of the server; its database goes on without it.
    public void kill9() {
        program.process().destroyForcibly().onExit().join();
    }

    /// SIGSTOP: it does nothing until [#thaw], and nobody is told.
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /// SIGCONT.
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        List<String> kill =
                List.of("kill", "-" + name, String.valueOf(program.process().pid()));
        Program.run(kill, Map.of(), Duration.ofSeconds(10));
    }

    /// SIGTERM.
    ///
    /// @return how long it took to end
    /// @throws IllegalStateException if it is still there after a minute
    public Duration terminate() throws InterruptedException {
        long began = System.nanoTime();
        program.process().destroy();
        if (!program.process().waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the server was still there " + LONGEST_END + " after SIGTERM");
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// Whether its process is there.
    public boolean running() {
        return program.process().isAlive();
    }

    /// Starts it again on the same data and the same port; returns when it is ready.
    public void restart() throws InterruptedException {
        if (running()) {
            throw new IllegalStateException("the server runs: end it first");
        }
        program = serve();
    }

    /// The first process of its own database, if there is one.
    public Optional<ProcessHandle> database() {
        return databaseIn(data());
    }

    /// `kill -9` of its database's first process; the others end by themselves.
    public void killDatabase() {
        ProcessHandle database =
                database().orElseThrow(() -> new IllegalStateException("the server has no database of its own"));
        database.destroyForcibly();
        database.onExit().join();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        if (closed.compareAndSet(false, true)) {
            program.stop();
            killDatabaseIn(data());
            Folders.remove(home);
        }
    }

    private Program serve() throws InterruptedException {
        Path log = home.resolve("server.log");
        Program started = Program.start("the server", command(), options.environment(), log);
        try {
            started.await(this::ready);
            return started;
        } catch (IllegalStateException | InterruptedException e) {
            started.stop();
            throw e;
        }
    }

    private List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                application().toString(),
                "up",
                "--data",
                data().toString(),
                "--config",
                config.toString(),
                "--port",
                String.valueOf(port)));
        command.addAll(options.arguments());
        return command;
    }

    private static Path application() {
        String folder = System.getProperty(APPLICATION, "");
        Path jar = Path.of(folder, "quarkus-run.jar");
        if (folder.isBlank() || !Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "no packaged server at `" + folder + "`: package the module server, and name"
                            + " its quarkus-app in the system property " + APPLICATION);
        }
        return jar;
    }

    private boolean ready() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) url().resolve("/q/health/ready").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false; // not yet
        }
    }

    private static Optional<ProcessHandle> databaseIn(Path data) {
        try {
            return Files.readAllLines(data.resolve("postgres/data/postmaster.pid"), StandardCharsets.ISO_8859_1)
                    .stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(process -> isPostgresOf(process, data));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the database's process can't be read in " + data, e);
        }
    }

    /// A process id is soon another's.
    private static boolean isPostgresOf(ProcessHandle process, Path data) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .contains(data.resolve("postgres/data").toString());
        } catch (IOException _) {
            return false; // gone meanwhile
        }
    }

    private static void killDatabaseIn(Path data) {
        List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
        databaseIn(data).ifPresent(first -> {
            List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
            all.addFirst(first);
            for (ProcessHandle process : all) {
                process.destroyForcibly();
                ends.add(process.onExit());
            }
        });
        ends.forEach(CompletableFuture::join);
    }

    @Override
    public String toString() {
        return "regent " + url() + (running() ? "" : " (ended)");
    }
}
