package dev.regent.engine.config;

import dev.regent.policy.Glob;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the items of `environments`.
final class EnvironmentReader {

    private static final List<String> KEYS = List.of(
            "name",
            "url",
            "caFile",
            "certificates",
            "insecure",
            "every",
            "credentials",
            "context",
            "only",
            "resources");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern API_VERSION =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?");
    private static final Pattern RESOURCE = Pattern.compile("[a-z][a-z0-9]{0,62}");
    private static final Pattern IMAGES = Pattern.compile(
            "[A-Za-z][A-Za-z0-9]*(?:\\[\\*])?" + "(?:\\.(?:\\*|[A-Za-z][A-Za-z0-9]*(?:\\[\\*])?)){0,15}");

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
        Optional<Mapping> mapping =
                Mapping.of(SecretKeys.refused(node, reading.problems()), "an environment", KEYS, reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping environment = mapping.get();
        Optional<String> name = names.name(environment, "host");
        Optional<URI> url = environment
                .required("url", "url: unix:///var/run/docker.sock")
                .flatMap(it -> reading.values().parsed(it, "url", "an address", Addresses::environment));
        url.ifPresent(it -> fits(environment, it));
        EnvironmentConfig config = new EnvironmentConfig(
                name.orElse("-"),
                url.orElse(URI.create("unix:///")),
                reading.path(environment, "caFile"),
                reading.path(environment, "certificates"),
                reading.flag(environment, "insecure", false),
                reading.duration(environment, "every", "10s", "7d").orElse(EnvironmentConfig.EVERY),
                environment.value("credentials").flatMap(this::token),
                environment.value("context").flatMap(it -> reading.words(it, "context", "the name of a context")),
                environment.value("only").flatMap(this::only).orElse(EnvironmentConfig.ALL),
                reading.each(environment.value("resources"), "resources", "resources of a cluster", this::resource));
        return reading.failed() || name.isEmpty() || url.isEmpty() ? Optional.empty() : Optional.of(config);
    }

    /// Keys that mean nothing at this address are a mistake, not a wish.
    private void fits(Mapping environment, URI url) {
        String scheme = url.getScheme();
        boolean portainer = scheme.startsWith("portainer+");
        boolean kubernetes = scheme.startsWith("kubernetes+");
        refuse(environment, "only", portainer, "names some of Portainer's environments");
        refuse(environment, "resources", kubernetes || portainer, "names resources of clusters");
        refuse(environment, "context", scheme.equals("kubernetes+file"), "names a context of a kubeconfig");
        refuse(
                environment,
                "credentials",
                portainer || scheme.equals("kubernetes+https") || scheme.equals("kubernetes+http"),
                "holds Portainer's key or the token of a cluster");
        if (portainer && environment.value("credentials").isEmpty()) {
            reading.problems()
                    .add(
                            environment.at(),
                            "Portainer wants an API key; write it to a file of its own and name that,"
                                    + " `credentials: {tokenFile: /run/secrets/portainer}`");
        }
    }

    private void refuse(Mapping environment, String key, boolean fits, String what) {
        if (!fits) {
            environment
                    .keyAt(key)
                    .ifPresent(at -> reading.problems()
                            .add(
                                    at,
                                    "`" + key + "` " + what + ", and this `url` leads to something else; take it out"));
        }
    }

    private Optional<TokenPlace> token(Node node) {
        Node harmless = SecretKeys.refused(node, reading.problems());
        Optional<Mapping> mapping =
                Mapping.of(harmless, "`credentials`", List.of("tokenFile", "tokenVariable"), reading.problems());
        boolean refused = !harmless.equals(node);
        if (mapping.isEmpty() || refused) {
            return Optional.empty();
        }
        Optional<Path> file = reading.path(mapping.get(), "tokenFile");
        Optional<Node> variable = mapping.get().value("tokenVariable");
        if (mapping.get().value("tokenFile").isPresent() == variable.isPresent()) {
            reading.problems()
                    .add(
                            mapping.get().at(),
                            "`credentials` of an environment has either `tokenFile: PATH` or `tokenVariable: NAME`");
            return Optional.empty();
        }
        return file.<TokenPlace>map(TokenPlace.File::new)
                .or(() -> variable.flatMap(it -> reading.values()
                                .parsed(
                                        it,
                                        "tokenVariable",
                                        "the name of an environment variable",
                                        EnvironmentReader::variable))
                        .map(TokenPlace.Variable::new));
    }

    private static String variable(String text) {
        if (!VARIABLE.matcher(text).matches()) {
            throw new IllegalArgumentException("the name of an environment variable is wanted, not its value");
        }
        return text;
    }

    private Optional<List<Glob>> only(Node node) {
        return reading.values()
                .some(node, "only", "a glob for names of environments", Glob::parseWithBlanks, "leave it out for all")
                .filter(globs -> !globs.isEmpty());
    }

    private Optional<CustomImages> resource(Node node) {
        Optional<Mapping> mapping =
                Mapping.of(node, "a resource", List.of("apiVersion", "resource", "images"), reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> version = matching(mapping.get(), "apiVersion", "serving.knative.dev/v1", API_VERSION);
        Optional<String> resource = matching(mapping.get(), "resource", "services", RESOURCE);
        Optional<List<String>> images = mapping.get()
                .required("images", "images: [\"spec.template.spec.containers[*].image\"]")
                .flatMap(it -> reading.values()
                        .list(it, "images", "a path to images", text -> checked(text, "images", IMAGES)));
        return version.flatMap(v ->
                resource.flatMap(r -> images.map(paths -> new CustomImages(v, r, List.copyOf(paths)))));
    }

    private Optional<String> matching(Mapping mapping, String key, String example, Pattern pattern) {
        return mapping.required(key, key + ": " + example)
                .flatMap(it -> reading.values()
                        .parsed(it, key, "text, for example " + example, text -> checked(text, key, pattern)));
    }

    private static String checked(String text, String key, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    switch (key) {
                        case "apiVersion" -> "an API version is group/version, for example serving.knative.dev/v1";
                        case "resource" -> "a resource is named by its plural, for example services";
                        default ->
                            "a path to images is names with dots between them, [*] or * for each, for example"
                                    + " spec.template.spec.containers[*].image";
                    });
        }
        return text;
    }
}
