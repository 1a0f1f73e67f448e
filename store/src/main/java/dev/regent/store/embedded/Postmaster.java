package dev.regent.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The server's first process, as `postmaster.pid` in the data folder names it.
///
/// @param port zero if the file doesn't say yet
/// @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">PostgreSQL 18</a>
record Postmaster(long pid, int port) {

    private static final String FILE = "postmaster.pid";
    private static final int LINE_OF_PORT = 3;

    /// What the data folder says; empty if no server was left there. It can be long dead.
    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE), StandardCharsets.ISO_8859_1);
            if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
                return Optional.empty();
            }
            String port = lines.size() > LINE_OF_PORT ? lines.get(LINE_OF_PORT).strip() : "";
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.getFirst().strip()), port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Whether the process lives and serves this data folder. A process id is soon another's.
    boolean serves(Path data) {
        List<String> words = commandLine();
        int folder = words.indexOf("-D") + 1;
        if (folder < 1 || folder >= words.size() || !words.getFirst().endsWith("/postgres")) {
            return false;
        }
        try {
            return Files.isSameFile(Path.of(words.get(folder)), data);
        } catch (IOException _) {
            return words.get(folder).equals(data.toString());
        }
    }

    /// The words it was started with; none if it is dead, or dead and not yet buried.
    List<String> commandLine() {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.UTF_8);
            return line.isEmpty()
                    ? List.of()
                    : List.of(line.split("\0", -1)).subList(0, line.split("\0", -1).length - 1);
        } catch (IOException _) {
            return List.of(); // no such process
        }
    }

    /// Takes the file of a dead server out of the way. PostgreSQL does so itself unless the number is
    /// another process's now.
    static void forget(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }
}
