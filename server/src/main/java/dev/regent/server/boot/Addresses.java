package dev.regent.server.boot;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.EnvironmentConfig;
import java.util.Map;
import java.util.stream.Collectors;

/// Where environments are, as it may be kept and shown. The configuration takes no address with a password.
final class Addresses {

    private Addresses() {}

    static Map<String, String> of(Configuration configuration) {
        return configuration.environments().stream()
                .collect(Collectors.toMap(
                        EnvironmentConfig::name,
                        environment -> environment.url().toString()));
    }
}
