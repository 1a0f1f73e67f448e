package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What lies where: the server's own `data`, and beside it the lock, the password and the port.
///
/// @param root an absolute path without links
record DataFolder(Path root) {

    private static final String LOCK = "regent-postgres.lock";
    private static final String LOST_AND_FOUND = "lost+found";
    private static final int BYTES_OF_PASSWORD = 32;

    /// The server's folder, `PGDATA`.
    Path data() {
        return root.resolve("data");
    }

    /// Where `initdb` works; it becomes `data` when it is whole.
    Path unfinished() {
        return root.resolve("unfinished");
    }

    /// For `initdb`, and only while it runs.
    Path passwordForInitdb() {
        return root.resolve("unfinished.password");
    }

    Path lock() {
        return root.resolve(LOCK);
    }

    Path log() {
        return data().resolve("postgres.log");
    }

    private Path passwordFile() {
        return root.resolve("password");
    }

    private Path portFile() {
        return root.resolve("port");
    }

    /// Makes the folder if it is missing.
    ///
    /// @throws DatabaseException if it can't be written to, or holds something else; nothing is changed then
    static DataFolder open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            DataFolder opened = new DataFolder(absolute.toRealPath());
            opened.refuseShellCharacters();
            opened.refuseForeignFiles();
            return opened;
        } catch (FileAlreadyExistsException e) {
            throw new DatabaseException(
                    "the database's folder " + absolute + " is a file: name a folder, or take the file away", e);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    static DatabaseException unusable(Path folder, IOException cause) {
        return new DatabaseException(
                "use the folder " + folder + " for the database: " + cause + "; it must be writable by user "
                        + Owner.ours().uid() + " and have room",
                cause);
    }

    /// `pg_ctl` starts the server through a shell, and quotes nothing.
    private void refuseShellCharacters() {
        if (root.toString().chars().anyMatch(c -> c < ' ' || "\"$`\\'".indexOf(c) >= 0)) {
            throw new DatabaseException("the database's folder " + root
                    + " has a character that PostgreSQL's programs can't take (quote, $, ` or \\): name another");
        }
    }

    private void refuseForeignFiles() throws IOException {
        if (Files.exists(lock())) {
            return;
        }
        try (Stream<Path> files = Files.list(root)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOST_AND_FOUND) && !name.equals(LOCK))
                    .sorted()
                    .limit(5)
                    .toList();
            if (!names.isEmpty() && !Files.exists(lock())) {
                throw new DatabaseException("the folder " + root + " holds other files " + names
                        + " and no database of Regent: name an empty folder. Nothing was changed");
            }
        }
    }

    /// Whether there is a database.
    ///
    /// @param major the version of PostgreSQL that is there to serve it
    /// @throws DatabaseException if there is one that can't be served, or one is lost
    boolean isInitialised(String major) throws IOException {
        if (!Files.exists(data(), LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(portFile())) {
                throw new DatabaseException("the database's files in " + data() + " are gone: mount or restore them, or"
                        + " name an empty folder to begin anew. Nothing was changed");
            }
            return false;
        }
        String version;
        try {
            version = Files.readString(data().resolve("PG_VERSION")).strip();
        } catch (NoSuchFileException e) {
            throw new DatabaseException(
                    "the folder " + data()
                            + " is no database of PostgreSQL, or a damaged one (no PG_VERSION): restore it"
                            + " from a backup, or name an empty folder. Nothing was changed",
                    e);
        }
        if (!version.equals(major)) {
            throw new DatabaseException("the database in " + data() + " was written by PostgreSQL " + version
                    + ", and this Regent brings " + major + ": start the Regent that wrote it, dump the database with"
                    + " pg_dump and restore it here into an empty folder. Nothing was changed");
        }
        return true;
    }

    /// The server's password. It is made up when there is no database yet.
    ///
    /// @throws DatabaseException if there is a database and its password is lost
    String password(boolean initialised) throws IOException {
        Path file = passwordFile();
        if (Files.exists(file)) {
            String password = Files.readString(file).strip();
            if (!password.isEmpty()) {
                return password;
            }
        }
        if (initialised) {
            throw new DatabaseException("the database's password in " + file
                    + " is missing or empty: restore that file from a backup. Nothing was changed");
        }
        byte[] random = new byte[BYTES_OF_PASSWORD];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        write(file, password);
        return password;
    }

    /// The port that the server had last; zero if none.
    int lastPort() throws IOException {
        try {
            String port = Files.readString(portFile()).strip();
            return port.matches("\\d{4,5}") ? Integer.parseInt(port) : 0;
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    void remember(int port) throws IOException {
        if (port != lastPort()) {
            write(portFile(), String.valueOf(port));
        }
    }

    /// Nothing or all of it, readable by nobody else, owned as the folder is.
    private void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        privately(fresh, text);
        Owner owner = Owner.of(root);
        if (Owner.ours().isRoot() && !owner.isRoot()) {
            owner.take(fresh);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(root)) {
            folder.force(true);
        }
    }

    /// Makes a file that only its owner can read.
    static void privately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap((text + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    /// Takes away what an interrupted start left. Only with the lock held.
    void clearUnfinished() throws IOException {
        Tree.delete(unfinished());
        Files.deleteIfExists(passwordForInitdb());
    }
}
