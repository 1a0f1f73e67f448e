package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.policy.yaml.FileKind;
import dev.regent.policy.yaml.Problem;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.YamlText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One reading of several files: what they say and what is wrong with them.
final class PolicyReading {

    private static final FileKind KIND = new FileKind("policy", "six", "divide it into several");

    private final Names names = new Names();
    private final List<RetentionPolicy> policies = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /// What was read.
    ///
    /// @throws PolicyException if anything was wrong
    List<RetentionPolicy> policies() throws PolicyException {
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return List.copyOf(policies);
    }

    void path(Path path) {
        if (!Files.isDirectory(path)) {
            file(path);
            return;
        }
        try {
            List<Path> files = listed(path);
            if (files.isEmpty()) {
                whole(path, "this directory has no policy: no file in it ends in .yaml or .yml");
            }
            files.forEach(this::file);
        } catch (IOException e) {
            whole(path, "this directory can't be read (" + e.getMessage() + "); check its rights");
        }
    }

    /// The files of a directory that are read, in their order.
    static List<Path> listed(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PolicyReading::isPolicyFile)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files.stream().sorted().toList();
    }

    /// A link that leads nowhere counts: a policy that is missing must not be missed.
    private static boolean isPolicyFile(Path path) {
        String name = String.valueOf(path.getFileName());
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && !Files.isDirectory(path);
    }

    private void file(Path path) {
        documents(YamlText.read(path, KIND));
    }

    private void whole(Path path, String message) {
        problems.add(new Problem(path.toString(), 1, 1, message));
    }

    void bytes(String name, byte[] bytes) {
        documents(YamlText.of(name, bytes, KIND));
    }

    void text(String name, String text) {
        documents(YamlText.of(name, text, KIND));
    }

    private void documents(YamlText text) {
        Problems found = text.problems();
        if (text.documents().isEmpty() && found.count() == 0) {
            found.add(0, "there is no policy in this file; it begins with `apiVersion: regent.dev/v1`");
        }
        PolicyReader reader = new PolicyReader(found, names);
        text.documents().forEach(document -> reader.read(document).ifPresent(policies::add));
        problems.addAll(found.sorted());
    }
}
