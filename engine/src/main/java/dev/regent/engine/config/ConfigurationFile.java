package dev.regent.engine.config;

import dev.regent.policy.yaml.FileKind;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problem;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.YamlText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The configuration file: one document of YAML.
public final class ConfigurationFile {

    private static final FileKind KIND = new FileKind("configuration", "five", "is this the right file?");

    private ConfigurationFile() {}

    /// What the file says. One that is empty or not there says nothing: nothing is looked at, and a
    /// warning says so.
    ///
    /// @throws ConfigurationException with every problem, if there is any
    public static Configuration read(Path file) throws ConfigurationException {
        return said(file).orElseGet(() -> nothing(file));
    }

    /// What a text says. Paths in it are relative to the folder of `file`, which needn't exist.
    ///
    /// @throws ConfigurationException with every problem, if there is any
    public static Configuration parse(Path file, String text) throws ConfigurationException {
        return read(YamlText.of(file.toString(), text, KIND), file).orElseGet(() -> nothing(file));
    }

    static Configuration parse(Path file, byte[] bytes) throws ConfigurationException {
        return read(YamlText.of(file.toString(), bytes, KIND), file).orElseGet(() -> nothing(file));
    }

    /// Empty if the file is empty or not there.
    static Optional<Configuration> said(Path file) throws ConfigurationException {
        // A link that leads nowhere was meant to lead somewhere.
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? read(YamlText.read(file, KIND), file) : Optional.empty();
    }

    private static Configuration nothing(Path file) {
        String found = Files.exists(file) ? "this file is empty" : "there is no such file";
        return Configuration.nothing(List.of(new Warning(
                new Problem(file.toString(), 1, 1, found + ": no registry is looked at; add one under `registries`"),
                Optional.empty())));
    }

    private static Optional<Configuration> read(YamlText text, Path file) throws ConfigurationException {
        Problems problems = text.problems();
        List<Node> documents = text.documents();
        if (documents.isEmpty() && problems.count() == 0) {
            return Optional.empty();
        }
        if (documents.size() > 1) {
            problems.add(
                    documents.get(1).at(),
                    "a configuration is one document, and here begins another; take out the line `---`");
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        Optional<Configuration> configuration = documents.stream()
                .findFirst()
                .flatMap(document -> new ConfigurationReader(
                                new Reading(problems, folder == null ? Path.of("/") : folder))
                        .read(document));
        if (problems.count() > 0 || configuration.isEmpty()) {
            throw new ConfigurationException(problems.sorted());
        }
        return configuration;
    }
}
