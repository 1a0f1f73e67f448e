package dev.regent.engine;

import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Secret;
import dev.regent.connect.kubernetes.BearerToken;
import dev.regent.connect.kubernetes.ImagesAt;
import dev.regent.connect.kubernetes.KubernetesEnvironment;
import dev.regent.engine.config.CustomImages;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.TokenPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Clusters as configurations name them.
final class Clusters {

    private Clusters() {}

    /// @throws IllegalArgumentException if it can't be read at all, saying why
    static KubernetesEnvironment source(EnvironmentConfig environment, HttpSettings settings) {
        KubernetesEnvironment.Access access = new KubernetesEnvironment.Access(
                environment.token().map(Clusters::token), environment.context(), environment.certificates());
        return KubernetesEnvironment.at(
                environment.name(), environment.url(), settings, access, images(environment.resources()));
    }

    static List<ImagesAt> images(List<CustomImages> resources) {
        return resources.stream()
                .map(custom -> new ImagesAt(custom.apiVersion(), custom.resource(), custom.images()))
                .toList();
    }

    private static BearerToken token(TokenPlace place) {
        return switch (place) {
            case TokenPlace.File(Path file) -> () -> new Secret(written(file));
            case TokenPlace.Variable(String name) -> () -> new Secret(set(name));
        };
    }

    private static String written(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IOException(file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
        return told(text, "the file " + file + " is empty");
    }

    private static String set(String name) throws IOException {
        String value = System.getenv(name);
        return told(value == null ? "" : value, "the environment variable " + name + " is not set");
    }

    private static String told(String text, String otherwise) throws IOException {
        if (text.isBlank()) {
            throw new IOException(otherwise);
        }
        return text.strip();
    }
}
