package dev.regent.testkit.peer;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Which real programs are here, and what a test does where one is missing.
public final class Peers {

    /// Where ports for outgoing connections begin on Linux: below it nobody takes one by chance.
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    private Peers() {}

    /// Goes on only with the peer: without it the test is skipped, and fails where `CI=true`.
    ///
    /// @param peer for people, with what it takes, for example `Docker engine (package docker.io)`
    public static void require(String peer, boolean available) {
        require(peer, available, "true".equals(System.getenv("CI")));
    }

    static void require(String peer, boolean available, boolean mustBeThere) {
        if (available) {
            return;
        }
        String message = peer + " is missing: install it, or unpack it into a folder and name that in REGENT_PEERS";
        if (mustBeThere) {
            Assertions.fail(message);
        }
        Assumptions.abort(message);
    }

    /// The program of that name. Those of the distribution come before others of the same name in
    /// `PATH`.
    public static Optional<Path> find(String program) {
        return folders().stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean has(String... programs) {
        return List.of(programs).stream().allMatch(program -> find(program).isPresent());
    }

    static Path program(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is missing; ask available() first"));
    }

    /// Lets a program find the others that it starts, and its libraries, in an unpacked root too.
    static void prepare(Map<String, String> environment) {
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator,
                        folders().stream().map(Path::toString).toList()));
        unpacked()
                .ifPresent(root -> environment.put(
                        "LD_LIBRARY_PATH",
                        String.join(
                                File.pathSeparator,
                                libraries(root).stream().map(Path::toString).toList())));
    }

    /// A port of loopback that nobody listens on.
    static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST_PORT + " and " + LAST_PORT);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /// Where libraries are: those that were unpacked come first.
    static List<Path> libraries() {
        List<Path> folders = new ArrayList<>();
        unpacked().ifPresent(root -> folders.addAll(libraries(root)));
        folders.addAll(libraries(Path.of("/")));
        return folders;
    }

    private static Optional<Path> unpacked() {
        return Optional.ofNullable(System.getenv("REGENT_PEERS"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
    }

    private static Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        unpacked()
                .ifPresent(root -> folders.addAll(
                        List.of(root.resolve("usr/bin"), root.resolve("usr/sbin"), root.resolve("bin"))));
        folders.addAll(List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/bin"), Path.of("/sbin")));
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }

    private static List<Path> libraries(Path root) {
        List<Path> libraries = new ArrayList<>();
        for (String parent : List.of("usr/lib", "lib")) {
            Path folder = root.resolve(parent);
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*-linux-gnu*")) {
                    found.forEach(libraries::add);
                } catch (IOException e) {
                    throw new IllegalStateException("can't list " + folder, e);
                }
            }
        }
        return libraries;
    }
}
