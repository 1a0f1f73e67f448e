package dev.regent.store.embedded;

import dev.regent.store.Connections;
import dev.regent.store.DatabaseAddress;
import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL server of our own: on the loopback address only, with a password, with fsync, and
/// never with root's power. One program uses a folder at a time. A program that is killed leaves its
/// server running, and the next one on the same folder takes it over.
///
/// Nobody stops the server when the program ends but {@link #close()}.
public final class EmbeddedPostgres implements AutoCloseable {

    /// The server's only user.
    static final String USER = "regent";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String NAME = "regent";
    private static final String FIRST_NAME = "postgres";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String NOT_YET = "57P03";
    private static final String NOBODY_THERE = "08";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DataFolder folder;
    private final FolderLock lock;
    private final Server server;
    private final String password;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Postmaster postmaster;
    private volatile boolean closed;

    private EmbeddedPostgres(
            DataFolder folder, FolderLock lock, Server server, String password, Postmaster postmaster) {
        this.folder = folder;
        this.lock = lock;
        this.server = server;
        this.password = password;
        this.postmaster = postmaster;
    }

    /// Starts a server, or takes over the one that a killed program left. What is missing is made.
    ///
    /// @param folder for the data, and nothing else; as root one that every user can reach
    /// @throws DatabaseException if that can't be; nothing that was there is deleted
    public static EmbeddedPostgres start(Path folder) throws InterruptedException {
        Archive.here();
        return start(folder, Binaries.defaultCache());
    }

    /// Starts or takes over a server, with PostgreSQL's programs where one says.
    ///
    /// @param cache for PostgreSQL's programs, 60 MB; it can be shared
    /// @throws DatabaseException if the server can't be started; nothing that was there is deleted
    public static EmbeddedPostgres start(Path folder, Path cache) throws InterruptedException {
        Archive archive = Archive.here();
        DataFolder opened = DataFolder.open(folder);
        try {
            FolderLock lock = FolderLock.take(opened.lock());
            try {
                return startLocked(opened, lock, archive, cache);
            } catch (IOException | RuntimeException | InterruptedException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataFolder.unusable(opened.root(), e);
        }
    }

    private static EmbeddedPostgres startLocked(DataFolder folder, FolderLock lock, Archive archive, Path cache)
            throws IOException, InterruptedException {
        boolean initialised = folder.isInitialised(archive.major());
        RunAs runAs = RunAs.choose(folder.data());
        runAs.mustReach(folder.root());
        Binaries binaries = Binaries.unpacked(archive, cache.toAbsolutePath());
        runAs.mustReach(binaries.bin());
        String password = folder.password(initialised);
        if (!initialised) {
            new Initdb(binaries, runAs, Initdb.installedWrapper()).make(folder, password);
        }
        Server server = new Server(binaries, runAs, folder);
        try {
            Postmaster postmaster = server.serve();
            makeReady(folder, postmaster.port(), password);
            return new EmbeddedPostgres(folder, lock, server, password, postmaster);
        } catch (IOException | RuntimeException | InterruptedException e) {
            stopAtOnce(server, e);
            throw e;
        }
    }

    private static void stopAtOnce(Server server, Exception reason) throws InterruptedException {
        try {
            server.stopAtOnce();
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /// Waits until the server answers to our password, and makes the database if it is new.
    private static void makeReady(DataFolder folder, int port, String password) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            try (Connection _ = connect(port, NAME, password)) {
                return;
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                boolean soon =
                        state.equals(NOT_YET) || state.startsWith(NOBODY_THERE) || state.equals(NO_SUCH_DATABASE);
                if (!soon || System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new DatabaseException(
                            "speak to the embedded database in " + folder.root() + ": " + e.getMessage() + " (" + state
                                    + "); if the password was refused, restore the file " + folder.root()
                                    + "/password that belongs to these data",
                            e);
                }
                if (state.equals(NO_SUCH_DATABASE)) {
                    makeDatabase(folder, port, password);
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    private static void makeDatabase(DataFolder folder, int port, String password) {
        try (Connection connection = connect(port, FIRST_NAME, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + NAME);
        } catch (SQLException e) {
            throw new DatabaseException("make a database in " + folder.root() + ": " + e.getMessage(), e);
        }
    }

    private static Connection connect(int port, String name, String password) throws SQLException {
        DatabaseAddress address = new DatabaseAddress(url(port, name), USER, password);
        return new Connections(() -> address).getConnection();
    }

    private static String url(int port, String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?sslmode=disable";
    }

    /// Starts the server anew if it has died. While it runs this takes no more than a look at a file.
    ///
    /// @return whether it had died. Connections from before are broken then, and its port can be another
    /// @throws DatabaseException if it can't be started
    /// @throws IllegalStateException if it was closed
    public boolean ensureRunning() throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the embedded database was closed");
            }
            Optional<Postmaster> running = server.running();
            if (running.isPresent() && running.get().equals(postmaster)) {
                return false;
            }
            log.atWarn().addKeyValue("folder", folder.root()).log("embedded database died and is started anew");
            Postmaster fresh = server.serve();
            makeReady(folder, fresh.port(), password);
            postmaster = fresh;
            return true;
        } catch (IOException e) {
            throw DataFolder.unusable(folder.root(), e);
        } finally {
            oneAtATime.unlock();
        }
    }

    /// Where it is now; after {@link #ensureRunning()} this can change.
    public DatabaseAddress address() {
        return new DatabaseAddress(url(), user(), password());
    }

    /// Without user and password, for JDBC.
    public String url() {
        return url(postmaster.port(), NAME);
    }

    /// On the loopback address.
    public int port() {
        return postmaster.port();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /// The server's first process.
    public long pid() {
        return postmaster.pid();
    }

    /// Stops the server within eight seconds and lets go of the folder. An interrupt makes it faster.
    @Override
    public void close() {
        boolean interrupted = false;
        boolean locked = false;
        try {
            locked = oneAtATime.tryLock(1, TimeUnit.SECONDS);
            if (closed) {
                return;
            }
            closed = true;
            server.stop();
        } catch (InterruptedException e) {
            interrupted = true;
            stopInterrupted();
        } catch (IOException e) {
            throw DataFolder.unusable(folder.root(), e);
        } finally {
            release(locked);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopInterrupted() {
        closed = true;
        try {
            server.stopAtOnce();
        } catch (IOException e) {
            throw DataFolder.unusable(folder.root(), e);
        } catch (InterruptedException _) {
            log.atWarn()
                    .addKeyValue("folder", folder.root())
                    .log("interrupted while stopping; the embedded database may go on and is taken over next time");
        }
    }

    private void release(boolean locked) {
        try {
            lock.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("folder", folder.root()).setCause(e).log("the folder's lock can't be closed");
        } finally {
            if (locked) {
                oneAtATime.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return "EmbeddedPostgres[" + folder.root() + ", port=" + postmaster.port() + ", password=***]";
    }
}
