package dev.regent.engine;

import dev.regent.connect.docker.DockerEnvironment;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Secret;
import dev.regent.connect.kubernetes.BearerToken;
import dev.regent.connect.kubernetes.ImagesAt;
import dev.regent.connect.kubernetes.KubernetesEnvironment;
import dev.regent.connect.portainer.PortainerDirectory;
import dev.regent.engine.config.CustomImages;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The only place that names connectors of environments: what was configured in, a source out.
///
/// @param variables of this process, where tokens can be kept
/// @param labels keys of those that say whom a workload belongs to
record EnvironmentConnectors(HttpSettings settings, Map<String, String> variables, Set<String> labels) {

    EnvironmentConnectors {
        variables = Map.copyOf(variables);
        labels = Set.copyOf(labels);
    }

    /// What an environment leads to. What keeps it from being read at all, such as a missing certificate, makes it
    /// unheard.
    FarEnvironment environment(EnvironmentConfig environment) {
        try {
            return reached(environment);
        } catch (IllegalArgumentException e) {
            EnvironmentObservation unheard = unheard(environment, e);
            return new FarEnvironment.One(_ -> unheard);
        }
    }

    /// @throws IllegalArgumentException if it can't be read at all, saying why
    FarEnvironment reached(EnvironmentConfig environment) {
        return switch (kind(environment)) {
            case "docker" -> new FarEnvironment.One(engine(environment));
            case "kubernetes" -> new FarEnvironment.One(cluster(environment));
            case "portainer" -> {
                // Read once now, so that what is missing is said at once.
                EnvironmentDirectory _ = portainer(environment);
                yield new FarEnvironment.Many(progress -> {
                    try {
                        return portainer(environment).list(progress);
                    } catch (IllegalArgumentException e) {
                        return new EnvironmentDirectory.Listing(unheard(environment, e), Map.of());
                    }
                });
            }
            default ->
                throw new IllegalArgumentException(
                        "there is no connector for " + environment.url().getScheme());
        };
    }

    private static EnvironmentObservation unheard(EnvironmentConfig environment, IllegalArgumentException why) {
        return EnvironmentObservation.unheard(
                environment.name(), kind(environment), String.valueOf(why.getMessage()), 0);
    }

    private EnvironmentSource engine(EnvironmentConfig environment) {
        return DockerEnvironment.at(environment.name(), environment.url(), settings, environment.certificates())
                .withHintLabels(labels);
    }

    private EnvironmentSource cluster(EnvironmentConfig environment) {
        KubernetesEnvironment.Access access = new KubernetesEnvironment.Access(
                environment.token().map(_ -> bearer(environment)), environment.context(), environment.certificates());
        return KubernetesEnvironment.at(
                        environment.name(), environment.url(), settings, access, images(environment.resources()))
                .withLabels(labels);
    }

    private BearerToken bearer(EnvironmentConfig environment) {
        return () -> {
            try {
                return EnvironmentToken.of(environment, variables).orElseThrow();
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    /// With the key of this moment.
    private EnvironmentDirectory portainer(EnvironmentConfig environment) {
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
                new BeyondPortainer(settings, labels, images(environment.resources())));
    }

    private static List<ImagesAt> images(List<CustomImages> resources) {
        return resources.stream()
                .map(custom -> new ImagesAt(custom.apiVersion(), custom.resource(), custom.images()))
                .toList();
    }

    private static String kind(EnvironmentConfig environment) {
        String scheme = environment.url().getScheme();
        int plus = scheme == null ? -1 : scheme.indexOf('+');
        return plus < 0 ? "docker" : scheme.substring(0, plus);
    }
}
