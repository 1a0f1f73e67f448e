package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs for one platform, packed, as they lie on the class path.
///
/// @param sha256 what its bytes must be: 64 hex digits
record Archive(String resource, String version, String sha256) {

    private static final String VERSION = "18.6";
    private static final Archive AMD64 = new Archive(
            "postgres-linux-x86_64.txz", VERSION, "63999c2914366d62c68e51794e597588c336e75ed2958d53c558e8deca5e13fc");
    private static final Archive ARM64 = new Archive(
            "postgres-linux-arm_64.txz", VERSION, "2eb24d67326da41a81064d116b0bce412dff543c835d6fcc1c099e4abcf18836");

    /// @throws DatabaseException if there is none for this platform
    static Archive here() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Archive of(String system, String processor) {
        String platform = system.toLowerCase(Locale.ROOT) + "/" + processor.toLowerCase(Locale.ROOT);
        return switch (platform) {
            case "linux/amd64", "linux/x86_64" -> AMD64;
            case "linux/aarch64", "linux/arm64" -> ARM64;
            default ->
                throw new DatabaseException("there is no embedded database for " + platform
                        + ", only for Linux on x86-64 and arm64: set REGENT_DATABASE_URL to a PostgreSQL server");
        };
    }

    /// First part of the version, as in the file `PG_VERSION`.
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /// Says where it is unpacked: other bytes, another folder.
    String folderName() {
        return "postgres-" + version + "-" + sha256.substring(0, 16);
    }

    /// Unpacks everything below an empty folder, readable by all and writable by us.
    ///
    /// @return files and their sizes in bytes
    /// @throws DatabaseException if the bytes are not those that were pinned
    SortedMap<String, Long> unpack(Path folder) throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        MessageDigest digest = digest();
        try (InputStream packed = open();
                DigestInputStream read = new DigestInputStream(new BufferedInputStream(packed, 1 << 16), digest)) {
            // Not closed: what lies behind the last entry belongs to the digest.
            TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(read));
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, folder, sizes);
            }
            entries.transferTo(OutputStream.nullOutputStream());
            read.transferTo(OutputStream.nullOutputStream());
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new DatabaseException("the embedded database's programs (" + resource + ") have the digest sha256:"
                    + found + " and not sha256:" + sha256 + ": install Regent anew");
        }
        return sizes;
    }

    private static void unpack(
            TarArchiveEntry entry, TarArchiveInputStream content, Path folder, SortedMap<String, Long> sizes)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry leads out of the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            folders(folder, target);
            return;
        }
        folders(folder, target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Path to = Path.of(entry.getLinkName());
            if (to.isAbsolute() || to.getNameCount() != 1) {
                throw new IOException("a link leads out of its folder: " + entry.getName());
            }
            Files.createSymbolicLink(target, to);
        } else if (entry.isFile()) {
            sizes.put(folder.relativize(target).toString(), Files.copy(content, target));
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void folders(Path root, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path at = root;
        for (Path name : root.relativize(folder)) {
            at = at.resolve(name);
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private InputStream open() throws IOException {
        InputStream packed = Archive.class.getResourceAsStream("/" + resource);
        if (packed == null) {
            throw new FileNotFoundException(resource + " is not on the class path");
        }
        return packed;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
