package dev.regent.cli.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that only its owner may read, from its first moment on.
final class PrivateFile {

    private static final String OWNER_ONLY = "rw-------";

    private PrivateFile() {}

    /// Makes an empty one, before there is a secret to be lost.
    ///
    /// @throws IllegalArgumentException if there is such a file, or there can't be
    static void create(String option, Path file) {
        try {
            write(file, "");
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(option + " " + file + ": this file exists; name one that doesn't", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + " " + file + ": can't be written (" + e.getMessage()
                            + "); check the folder and its rights",
                    e);
        }
    }

    /// Puts `text` in the place of what is there, all of it or nothing.
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(fresh);
        try {
            write(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Whether others than its owner may read it; unknown is no.
    static boolean isOpenToOthers(Path file) throws IOException {
        return isPosix()
                && Files.getPosixFilePermissions(file).stream()
                        .anyMatch(right ->
                                right == PosixFilePermission.GROUP_READ || right == PosixFilePermission.OTHERS_READ);
    }

    private static void write(Path file, String text) throws IOException {
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] rights = isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, fresh, rights))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
