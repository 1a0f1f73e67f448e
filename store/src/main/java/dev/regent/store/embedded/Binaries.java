package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// PostgreSQL's programs, unpacked.
///
/// @param bin the folder with `initdb`, `pg_ctl` and `postgres`
record Binaries(Path bin) {

    private static final Object ONE_AT_A_TIME = new Object();
    private static final String INDEX = "unpacked.txt";
    private static final String UNFINISHED = ".unfinished-";
    private static final int OTHERS_WRITE = 0022;

    String program(String name) {
        return bin.resolve(name).toString();
    }

    /// Unpacks an archive unless it is there already and whole. Several programs may do this at once.
    ///
    /// @param cache a folder for this; it is made if missing
    static Binaries unpacked(Archive archive, Path cache) throws InterruptedException {
        Path folder = cache.resolve(archive.folderName());
        try {
            if (!whole(folder)) {
                synchronized (ONE_AT_A_TIME) {
                    unpackLocked(archive, cache, folder);
                }
            }
            return new Binaries(folder.toRealPath().resolve("bin"));
        } catch (FileLockInterruptionException | ClosedByInterruptException e) {
            Thread.interrupted();
            throw interrupted(e);
        } catch (IOException e) {
            throw new DatabaseException(
                    "unpack the embedded database's programs below " + cache + ": " + e
                            + "; the folder must be writable and have 70 MB, or set REGENT_DATABASE_URL",
                    e);
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        InterruptedException interrupted = new InterruptedException("interrupted while unpacking");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static void unpackLocked(Archive archive, Path cache, Path folder) throws IOException {
        Files.createDirectories(cache);
        try (FileChannel channel =
                        FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (whole(folder)) {
                return;
            }
            // Whoever held the lock before and left this is gone.
            try (DirectoryStream<Path> left = Files.newDirectoryStream(cache, UNFINISHED + "*")) {
                for (Path unfinished : left) {
                    Tree.delete(unfinished);
                }
            }
            Path fresh = Files.createTempDirectory(cache, UNFINISHED);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            SortedMap<String, Long> sizes = archive.unpack(fresh);
            List<String> index = new ArrayList<>();
            sizes.forEach((file, size) -> index.add(size + " " + file));
            Files.write(fresh.resolve(INDEX), index);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(folder, cache.resolve(UNFINISHED + "damaged-" + fresh.getFileName()));
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Whether every file is there with its size. A power loss can leave files short.
    private static boolean whole(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return false;
        }
        List<String> lines = Files.readAllLines(index);
        for (String line : lines) {
            int space = line.indexOf(' ');
            Path file = folder.resolve(line.substring(space + 1));
            if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(line.substring(0, space))) {
                return false;
            }
        }
        return lines.size() > 100;
    }

    /// Where the programs are kept by default: `/var/cache/regent` for root, the user's cache folder
    /// otherwise, or a folder of our own among the temporary files.
    static Path defaultCache() {
        Owner ours = Owner.ours();
        List<Path> places = new ArrayList<>();
        if (ours.isRoot()) {
            places.add(Path.of("/var/cache/regent"));
        } else {
            String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
            String home = System.getProperty("user.home", "");
            if (cache.startsWith("/")) {
                places.add(Path.of(cache, "regent"));
            } else if (home.startsWith("/")) {
                places.add(Path.of(home, ".cache", "regent"));
            }
        }
        places.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "regent-cache-" + ours.uid()));
        for (Path place : places) {
            if (usable(place, ours)) {
                return place;
            }
        }
        throw new DatabaseException(
                "no folder for the embedded database's programs: none of " + places + " can be written to by user "
                        + ours.uid() + " alone; make one of them so, or set REGENT_DATABASE_URL");
    }

    /// Programs are only run from where nobody else can put them.
    private static boolean usable(Path place, Owner ours) {
        try {
            Files.createDirectories(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException _) {
            return false; // the next place is tried
        }
        Owner owner = Owner.of(place);
        return owner.uid() == ours.uid() && (owner.mode() & OTHERS_WRITE) == 0 && Files.isWritable(place);
    }
}
