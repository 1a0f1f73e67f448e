package dev.regent.engine.config;

import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads where credentials are. Nothing that stands here is ever shown: it may be a secret in the
/// wrong place.
final class CredentialsReader {

    private static final String WAYS =
            "{usernameFile: …, passwordFile: …}, {env: {username: …, password: …}} or {dockerConfig: …}";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Reading reading;

    CredentialsReader(Reading reading) {
        this.reading = reading;
    }

    Optional<RegistryCredentials> read(Node node) {
        if (!(node instanceof Node.Fields fields)) {
            reading.wanted(node, "credentials", WAYS);
            return Optional.empty();
        }
        if (fields.fields().isEmpty()) {
            reading.problems().add(node.at(), "`credentials` is empty; write " + WAYS + ", or leave it out");
        }
        Optional<Mapping> mapping = Mapping.of(
                SecretKeys.refused(node, reading.problems()),
                "`credentials`",
                List.of("usernameFile", "passwordFile", "env", "dockerConfig", "vault"),
                reading.problems());
        return mapping.flatMap(this::oneWay);
    }

    private Optional<RegistryCredentials> oneWay(Mapping mapping) {
        mapping.keyAt("vault")
                .ifPresent(at -> reading.problems()
                        .add(
                                at,
                                "`vault` is not supported yet; let its agent write files and name them: {usernameFile:"
                                        + " …, passwordFile: …}"));
        boolean files = mapping.value("usernameFile").isPresent()
                || mapping.value("passwordFile").isPresent();
        boolean env = mapping.value("env").isPresent();
        boolean docker = mapping.value("dockerConfig").isPresent();
        if (Stream.of(files, env, docker).filter(it -> it).count() > 1) {
            reading.problems().add(mapping.at(), "`credentials` says more than one way; keep one of " + WAYS);
            return Optional.empty();
        }
        if (files) {
            Optional<Path> user = file(mapping, "usernameFile");
            Optional<Path> password = file(mapping, "passwordFile");
            return user.flatMap(it -> password.map(other -> new RegistryCredentials.Files(it, other)));
        }
        if (env) {
            return mapping.value("env").flatMap(this::environment);
        }
        if (docker) {
            return reading.path(mapping, "dockerConfig").map(RegistryCredentials.DockerConfig::new);
        }
        return Optional.empty();
    }

    private Optional<Path> file(Mapping mapping, String key) {
        return mapping.required(key, key + ": /run/secrets/" + (key.equals("usernameFile") ? "user" : "password"))
                .flatMap(node -> reading.path(node, key));
    }

    private Optional<RegistryCredentials> environment(Node node) {
        if (!(node instanceof Node.Fields)) {
            reading.wanted(node, "env", "names of variables: {username: REGISTRY_USER, password: REGISTRY_PASSWORD}");
            return Optional.empty();
        }
        Optional<Mapping> mapping = Mapping.of(node, "`env`", List.of("username", "password"), reading.problems());
        Optional<String> user = mapping.flatMap(it -> variable(it, "username", "REGISTRY_USER"));
        Optional<String> password = mapping.flatMap(it -> variable(it, "password", "REGISTRY_PASSWORD"));
        return user.flatMap(it -> password.map(other -> new RegistryCredentials.Environment(it, other)));
    }

    private Optional<String> variable(Mapping mapping, String key, String example) {
        Optional<Node> node = mapping.required(key, key + ": " + example);
        if (node.isPresent()
                && node.get() instanceof Node.Scalar scalar
                && VARIABLE.matcher(scalar.text()).matches()) {
            return Optional.of(scalar.text());
        }
        node.ifPresent(it ->
                reading.wanted(it, key, "the name of an environment variable, not its value, for example " + example));
        return Optional.empty();
    }
}
