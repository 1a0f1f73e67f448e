package dev.regent.server.boot;

import java.nio.file.Path;
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
        Path folder = data.or(() -> path(variables, "REGENT_DATA"))
                .orElseGet(() -> usual(variables, demo ? "regent-demo" : "regent"))
                .toAbsolutePath()
                .normalize();
        Path file = config.or(() -> path(variables, "REGENT_CONFIG"))
                .orElseGet(() -> folder.resolve("regent.yaml"))
                .toAbsolutePath()
                .normalize();
        return new Settings(demo, host, port, folder, file);
    }

    private static Optional<Path> path(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static Path usual(Map<String, String> variables, String name) {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib", name);
        }
        String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
        return path(variables, "XDG_DATA_HOME")
                .orElse(Path.of(home, ".local", "share"))
                .resolve(name);
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

    /// What [#asProperties()] said.
    static Settings fromProperties() {
        return new Settings(
                Boolean.getBoolean(DEMO),
                System.getProperty("quarkus.http.host", "127.0.0.1"),
                Integer.getInteger("quarkus.http.port", 8480),
                Path.of(System.getProperty(DATA, "")),
                Path.of(System.getProperty(CONFIG, "")));
    }
}
