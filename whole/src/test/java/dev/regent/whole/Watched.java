package dev.regent.whole;

import dev.regent.testkit.peer.RealServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files that tell a server what to watch: `regent.yaml` and the folder `policies`.
final class Watched {

    /// What a registry says if nothing runs from it.
    static final String UNUSED = "environments: {none: a test}, environmentsComplete: true";

    private final Path folder;
    private final Map<String, String> registries = new LinkedHashMap<>();
    private final Map<String, String> environments = new LinkedHashMap<>();
    private String rest = "grace: 0s\napproval: {distinctApprover: false}\n";

    Watched() throws IOException {
        folder = RealServer.folder();
        Files.createDirectories(folder.resolve("policies"));
        policy("stable", """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: stable}
                scope: {repositories: ["**"]}
                rules:
                  - keep: {tags: ["stable"]}
                """);
    }

    /// Adds a registry.
    ///
    /// @param more further keys and values, with commas between
    Watched registry(String name, URI url, String more) {
        registries.put(name, "{name: " + name + ", url: \"" + url + "\", " + more + "}");
        return this;
    }

    Watched environment(String name, URI url) {
        return environment(name, url, "every: 1m");
    }

    /// Adds an environment.
    ///
    /// @param more further keys and values, with commas between
    Watched environment(String name, URI url, String more) {
        environments.put(name, "{name: " + name + ", url: \"" + url + "\", " + more + "}");
        return this;
    }

    /// Everything else in place of no grace and one person who may do everything.
    Watched rest(String yaml) {
        rest = yaml;
        return this;
    }

    /// A policy in force, written as a person's editor does: all at once.
    void policy(String name, String yaml) throws IOException {
        replace(folder.resolve("policies").resolve(name + ".yaml"), yaml);
    }

    /// Writes the configuration.
    Path write() throws IOException {
        StringBuilder yaml = new StringBuilder("registries:\n");
        registries.values().forEach(line -> yaml.append("  - ").append(line).append('\n'));
        if (!environments.isEmpty()) {
            yaml.append("environments:\n");
            environments
                    .values()
                    .forEach(line -> yaml.append("  - ").append(line).append('\n'));
        }
        yaml.append("policies: [policies/]\n").append(rest);
        replace(file(), yaml.toString());
        return file();
    }

    Path file() {
        return folder.resolve("regent.yaml");
    }

    Path folder() {
        return folder;
    }

    private static void replace(Path file, String text) throws IOException {
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Keeps the newest images of repositories and removes the others once they are old.
    static String keepNewest(int newest, String repositories) {
        return """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: newest}
                scope: {repositories: ["%s"]}
                rules:
                  - keep: {newest: %d}
                  - remove: {olderThan: 30d}
                """.formatted(repositories, newest);
    }

    /// Keeps the newest image of repositories, and of the others those whose tag is no version.
    static String versions(String repositories) {
        return """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: versions}
                scope: {repositories: ["%s"]}
                rules:
                  - keep: {newest: 1}
                  - remove: {tagPattern: "^[0-9]"}
                """.formatted(repositories);
    }

    /// Tightens the policies while a server runs that watches them: `1.0` of a repository stays. Returns once it knows.
    void keepFromNowOn(String repository, Api api) throws IOException, InterruptedException {
        int before = api.get("/policies").with(200).path("items").size();
        policy("tighter", """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: tighter}
                scope: {repositories: ["%s"]}
                rules:
                  - keep: {tags: ["1.0"]}
                """.formatted(repository));
        Awaited.until(() -> api.get("/policies").with(200).path("items").size() > before);
    }
}
