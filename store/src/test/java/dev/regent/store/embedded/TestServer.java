package dev.regent.store.embedded;

import dev.regent.store.Connections;
import dev.regent.store.DatabaseAddress;
import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folders that the server's user can reach, and one embedded server for all tests of this JVM. Its
/// data stay for the next JVM, since making them takes longer than starting; a server that a killed
/// JVM left is taken over.
public final class TestServer {

    private static final int MOST_AT_ONCE = 32;

    private static @Nullable EmbeddedPostgres shared;

    private TestServer() {}

    /// Where the shared server is.
    public static synchronized DatabaseAddress shared() {
        if (shared == null) {
            EmbeddedPostgres started = startFirstFree();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared.address();
    }

    private static EmbeddedPostgres startFirstFree() {
        DatabaseException last = new DatabaseException("no server for tests is free");
        for (int number = 0; number < MOST_AT_ONCE; number++) {
            try {
                EmbeddedPostgres started = EmbeddedPostgres.start(root().resolve("shared-" + number), cache());
                dropLeftovers(started.address());
                return started;
            } catch (DatabaseException e) {
                if (!e.getMessage().contains("in use by")) {
                    throw e;
                }
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw last;
    }

    /// Databases of a JVM that was killed. The folder's lock says that no other JVM uses this server.
    private static void dropLeftovers(DatabaseAddress server) {
        try (Connection connection = new Connections(() -> server).getConnection();
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet found =
                    statement.executeQuery("select datname from pg_database where datname like 'test\\_%'")) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("drop database " + name + " with (force)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("drop databases that an earlier run left on " + server.place(), e);
        }
    }

    /// For PostgreSQL's programs.
    public static Path cache() {
        return root().resolve("programs");
    }

    /// A new folder, unlike JUnit's open to the user that the server runs as.
    public static Path folder() {
        try {
            Path folder = Files.createTempDirectory(root(), "database-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        Owner ours = Owner.ours();
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "regent-tests-" + ours.uid());
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            return root.toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
