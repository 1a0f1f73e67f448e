package dev.regent.engine;

import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Secret;
import dev.regent.connect.portainer.PortainerDirectory;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentObservation;
import java.net.URI;
import java.util.Map;

/// The only place that names connectors of environments: what was configured in, a source out.
final class EnvironmentConnectors {

    private EnvironmentConnectors() {}

    /// What an environment leads to. What keeps it from being read at all, such as a missing certificate, makes it
    /// unheard.
    static FarEnvironment environment(
            EnvironmentConfig environment, HttpSettings settings, Map<String, String> variables) {
        try {
            return reached(environment, settings, variables);
        } catch (IllegalArgumentException e) {
            EnvironmentObservation unheard = EnvironmentObservation.unheard(
                    environment.name(), kind(environment), String.valueOf(e.getMessage()), 0);
            return new FarEnvironment.One(_ -> unheard);
        }
    }

    /// @param variables of this process, where tokens can be kept
    /// @throws IllegalArgumentException if it can't be read at all, saying why
    static FarEnvironment reached(EnvironmentConfig environment, HttpSettings settings, Map<String, String> variables) {
        return switch (kind(environment)) {
            case "docker" ->
                new FarEnvironment.One(DockerEnvironment.at(
                        environment.name(), environment.url(), settings, environment.certificates()));
            case "kubernetes" -> new FarEnvironment.One(Clusters.source(environment, settings));
            case "portainer" -> new FarEnvironment.Many(portainer(environment, settings, variables));
            default ->
                throw new IllegalArgumentException(
                        "there is no connector for " + environment.url().getScheme());
        };
    }

    private static EnvironmentDirectory portainer(
            EnvironmentConfig environment, HttpSettings settings, Map<String, String> variables) {
        Secret key = EnvironmentToken.of(environment, variables)
                .orElseThrow(() -> new IllegalArgumentException("reach " + environment.name()
                        + ": Portainer wants an API key; make one there (My account, Access tokens) and name the file"
                        + " that holds it"));
        URI base = URI.create(environment.url().toString().substring("portainer+".length()));
        return new PortainerDirectory(
                environment.name(),
                base,
                key,
                settings,
                name -> environment.only().stream().anyMatch(glob -> glob.test(name)),
                new BeyondPortainer(settings));
    }

    private static String kind(EnvironmentConfig environment) {
        String scheme = environment.url().getScheme();
        int plus = scheme == null ? -1 : scheme.indexOf('+');
        return plus < 0 ? "docker" : scheme.substring(0, plus);
    }
}
