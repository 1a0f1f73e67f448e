package dev.regent.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/// One call as `docs/openapi.yaml` describes it.
///
/// @param path from the address of the API on
/// @param permission what it needs
record Described(String method, String path, String permission) {

    private static final String BASE = "/api/v1";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    /// All calls by their `operationId`.
    static Map<String, Described> all() throws IOException {
        Map<?, ?> api = new Yaml().load(Files.readString(Path.of("..", "docs", "openapi.yaml")));
        Map<String, Described> all = new TreeMap<>();
        of(api, "paths")
                .forEach((path, calls) -> ((Map<?, ?>) calls).forEach((method, call) -> {
                    if (METHODS.contains(String.valueOf(method))) {
                        all.put(
                                text((Map<?, ?>) call, "operationId"),
                                new Described(
                                        String.valueOf(method).toUpperCase(Locale.ROOT),
                                        String.valueOf(path).substring(BASE.length()),
                                        text((Map<?, ?>) call, "x-permission")));
                    }
                }));
        return all;
    }

    private static Map<?, ?> of(Map<?, ?> map, String key) {
        return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), () -> key + " of " + map).toString();
    }
}
