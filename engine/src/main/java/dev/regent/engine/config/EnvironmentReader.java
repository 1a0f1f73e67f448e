package dev.regent.engine.config;

import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the items of `environments`.
final class EnvironmentReader {

    private final Reading reading;
    private final Taken names;

    EnvironmentReader(Reading reading) {
        this.reading = reading;
        this.names = new Taken("an environment", reading.problems());
    }

    /// Of those that were read, whether anything else is wrong with them or not.
    Set<String> names() {
        return names.names();
    }

    Optional<EnvironmentConfig> read(Node node) {
        Optional<Mapping> mapping = Mapping.of(
                SecretKeys.refused(node, reading.problems()),
                "an environment",
                List.of("name", "url", "caFile", "certificates", "insecure", "every"),
                reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping environment = mapping.get();
        Optional<String> name = names.name(environment, "host");
        Optional<URI> url = environment
                .required("url", "url: unix:///var/run/docker.sock")
                .flatMap(it -> reading.values().parsed(it, "url", "an address", Addresses::environment));
        EnvironmentConfig config = new EnvironmentConfig(
                name.orElse("-"),
                url.orElse(URI.create("unix:///")),
                reading.path(environment, "caFile"),
                reading.path(environment, "certificates"),
                reading.flag(environment, "insecure", false),
                reading.duration(environment, "every", "10s", "7d").orElse(EnvironmentConfig.EVERY));
        return reading.failed() || name.isEmpty() || url.isEmpty() ? Optional.empty() : Optional.of(config);
    }
}
