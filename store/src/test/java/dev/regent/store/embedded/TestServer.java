package dev.regent.store.embedded;

import dev.regent.store.DatabaseAddress;
import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
                return EmbeddedPostgres.start(root().resolve("shared-" + number), cache());
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

    /// For PostgreSQL's programs.
    static Path cache() {
        return root().resolve("programs");
    }

    /// A new folder, unlike JUnit's open to the user that the server runs as.
    static Path folder() {
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
