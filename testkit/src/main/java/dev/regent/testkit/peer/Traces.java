package dev.regent.testkit.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a Docker engine leaves outside its folders (20.10): a key, run-time folders, cgroups, a
/// bridge of Swarm. Only what was not there before is erased, and folders only where they are
/// empty.
record Traces(List<Path> absent, boolean bridgeAbsent) {

    private static final String BRIDGE = "docker_gwbridge";
    private static final Duration DONE_WITHIN = Duration.ofSeconds(20);

    Traces {
        absent = List.copyOf(absent);
    }

    static Traces before() {
        // In the order in which they are to go.
        List<Path> candidates = new ArrayList<>(List.of(
                Path.of("/etc/docker/key.json"),
                Path.of("/etc/docker"),
                Path.of("/run/docker/plugins"),
                Path.of("/run/docker")));
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies) {
                if (Files.isDirectory(hierarchy)) {
                    candidates.add(hierarchy.resolve("docker"));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("control groups can't be listed", e);
        }
        return new Traces(
                candidates.stream().filter(path -> !Files.exists(path)).toList(), !Files.exists(bridge()));
    }

    /// @param home of the engine, which has ended
    void erase(Path home) {
        unmount(home);
        for (Path path : absent) {
            // Deletes files and empty folders only, which is all that may go here.
            File file = path.toFile();
            if (file.exists() && !file.delete() && file.isFile()) {
                throw new IllegalStateException(path + " can't be removed");
            }
        }
        if (bridgeAbsent && Files.exists(bridge())) {
            run(List.of(Peers.program("ip").toString(), "link", "delete", BRIDGE));
        }
    }

    private static void unmount(Path home) {
        try {
            List<String> points = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ", -1)[1])
                    .filter(point -> point.startsWith(home + "/"))
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
            for (String point : points) {
                run(List.of("umount", point));
            }
        } catch (IOException e) {
            throw new IllegalStateException("mounts can't be listed", e);
        }
    }

    private static void run(List<String> command) {
        try {
            Program.run(command, Map.of(), DONE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path bridge() {
        return Path.of("/sys/class/net", BRIDGE);
    }
}
