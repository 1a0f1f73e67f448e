package dev.regent.server.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How one server was started.
///
/// @param demo whether it adds a made-up estate
/// @param host address to listen at
/// @param port 0 for any free one
/// @param data where it keeps everything
/// @param config what to watch
public record Settings(boolean demo, String host, int port, Path data, Path config) {

    private static final String DEMO = "regent.demo";
    private static final String DATA = "regent.data";
    private static final String CONFIG = "regent.config";

    /// Fills in what wasn't said.
    ///
    /// @param variables of this process
    public static Settings of(
            boolean demo,
            String host,
            int port,
            Optional<Path> data,
            Optional<Path> config,
            Map<String, String> variables) {
        // The launcher goes into the program's folder, and says where it was called.
        Path here = path(variables, "REGENT_CWD").orElse(Path.of("")).toAbsolutePath();
        Path folder = here.resolve(data.or(() -> path(variables, "REGENT_DATA"))
                        .orElseGet(() -> demo ? fresh() : usual(variables)))
                .normalize();
        Path file = here.resolve(config.or(() -> path(variables, "REGENT_CONFIG"))
                        .orElseGet(() -> folder.resolve("regent.yaml")))
                .normalize();
        return new Settings(demo, host, port == 0 ? free(host) : port, folder, file);
    }

    private static Optional<Path> path(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /// A port that nobody has now. What listens afterwards tells its own port too late to be
    /// announced.
    private static int free(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can listen at " + host + ": " + e.getMessage(), e);
        }
    }

    /// A made-up estate is another one each time, so nothing of it is worth keeping.
    private static Path fresh() {
        try {
            return Files.createTempDirectory(
                    "regent-demo-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for the demo: " + e.getMessage(), e);
        }
    }

    private static Path usual(Map<String, String> variables) {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/regent");
        }
        String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
        return path(variables, "XDG_DATA_HOME")
                .orElse(Path.of(home, ".local", "share"))
                .resolve("regent");
    }

    /// For what runs inside of the server.
    public Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.host", host);
        properties.put("quarkus.http.port", String.valueOf(port));
        properties.put(DEMO, String.valueOf(demo));
        properties.put(DATA, data.toString());
        properties.put(CONFIG, config.toString());
        return properties;
    }
}
