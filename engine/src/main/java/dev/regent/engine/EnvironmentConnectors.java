package dev.regent.engine;

import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.http.HttpSettings;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.observe.EnvironmentObservation;

/// The only place that names connectors of environments: what was configured in, a source out.
final class EnvironmentConnectors {

    private EnvironmentConnectors() {}

    /// What an environment leads to. What keeps it from being read at all, such as a missing certificate, makes it
    /// unheard.
    static FarEnvironment environment(EnvironmentConfig environment, HttpSettings settings) {
        try {
            return reached(environment, settings);
        } catch (IllegalArgumentException e) {
            EnvironmentObservation unheard = EnvironmentObservation.unheard(
                    environment.name(), kind(environment), String.valueOf(e.getMessage()), 0);
            return new FarEnvironment.One(_ -> unheard);
        }
    }

    /// @throws IllegalArgumentException if it can't be read at all, saying why
    static FarEnvironment reached(EnvironmentConfig environment, HttpSettings settings) {
        return switch (kind(environment)) {
            case "docker" ->
                new FarEnvironment.One(DockerEnvironment.at(
                        environment.name(), environment.url(), settings, environment.certificates()));
            case "kubernetes" -> new FarEnvironment.One(Clusters.source(environment, settings));
            default ->
                throw new IllegalArgumentException(
                        "there is no connector for " + environment.url().getScheme());
        };
    }

    private static String kind(EnvironmentConfig environment) {
        String scheme = environment.url().getScheme();
        int plus = scheme == null ? -1 : scheme.indexOf('+');
        return plus < 0 ? "docker" : scheme.substring(0, plus);
    }
}
