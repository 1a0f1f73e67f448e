package dev.regent.engine;

import dev.regent.connect.http.Secret;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.TokenPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads the token that an environment wants from where it is kept.
final class EnvironmentToken {

    private EnvironmentToken() {}

    /// Empty if no place was named.
    ///
    /// @throws IllegalArgumentException if it can't be read
    static Optional<Secret> of(EnvironmentConfig environment, Map<String, String> variables) {
        return environment.token().map(place -> switch (place) {
            case TokenPlace.File(Path file) -> new Secret(line(environment.name(), file));
            case TokenPlace.Variable(String name) ->
                new Secret(Optional.ofNullable(variables.get(name))
                        .filter(value -> !value.isBlank())
                        .orElseThrow(() -> new IllegalArgumentException("read the token of " + environment.name()
                                + ": the environment variable " + name + " is not set; set it"))
                        .strip());
        });
    }

    private static String line(String environment, Path file) {
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("read the token of " + environment + ": " + file
                        + " doesn't hold a token on one line and nothing else; put it there");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "read the token of " + environment + ": " + file + " can't be read ("
                            + e.getClass().getSimpleName() + "); check the path and its rights",
                    e);
        }
    }
}
