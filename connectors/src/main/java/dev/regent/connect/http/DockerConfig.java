package dev.regent.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.oci.Text;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Credentials as `docker login` keeps them: in `config.json` itself, or in a helper program that it names.
///
/// @see <a href="https://docs.docker.com/reference/cli/docker/login/#credential-stores">Docker</a>
public final class DockerConfig {

    /// Under this key Docker keeps what belongs to Docker Hub.
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final Set<String> HUB_HOSTS = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private final JsonNode root;
    private final List<Path> helperFolders;

    private DockerConfig(JsonNode root, List<Path> helperFolders) {
        this.root = root;
        this.helperFolders = List.copyOf(helperFolders);
    }

    /// Reads such a file.
    ///
    /// @throws IllegalArgumentException if the file can't be read or is no such file
    public static DockerConfig read(Path file) {
        return read(file, searchPath(Optional.ofNullable(System.getenv("PATH")).orElse("")));
    }

    /// @param helperFolders where helper programs are looked for
    static DockerConfig read(Path file, List<Path> helperFolders) {
        try {
            return new DockerConfig(Json.object(Files.readAllBytes(file)), helperFolders);
        } catch (IOException e) {
            throw new IllegalArgumentException("auth file " + file + " can't be read: " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("auth file " + file + " is no Docker config.json: " + e.words(), e);
        }
    }

    private static List<Path> searchPath(String variable) {
        return Arrays.stream(variable.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
    }

    /// The user's own file, if there is one: in the folder that `DOCKER_CONFIG` names, else in `~/.docker`.
    public static Optional<Path> usual(Map<String, String> environment) {
        String folder = environment.get("DOCKER_CONFIG");
        String home = environment.get("HOME");
        Optional<Path> file = folder != null
                ? Optional.of(Path.of(folder, "config.json"))
                : Optional.ofNullable(home).map(path -> Path.of(path, ".docker", "config.json"));
        return file.filter(Files::isReadable);
    }

    /// What to show to `registry`; [Credentials.None] if nothing is kept for it.
    ///
    /// @throws ConnectorException if a helper that is named for it fails
    /// @throws InterruptedException if the caller gave up
    public Credentials credentials(URI registry) throws ConnectorException, InterruptedException {
        String host = registry.getHost().toLowerCase(Locale.ROOT);
        String authority = registry.getPort() < 0 ? host : host + ":" + registry.getPort();
        boolean hub = HUB_HOSTS.contains(host);
        String helper = helper(hub ? List.of(HUB_KEY, "docker.io", "index.docker.io") : List.of(authority));
        if (!helper.isEmpty()) {
            Credentials kept = CredentialProgram.ask(helper, hub ? HUB_KEY : authority, helperFolders);
            if (!(kept instanceof Credentials.None)) {
                return kept;
            }
        }
        for (Iterator<String> keys = root.path("auths").fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            String named = hostOf(key);
            if (named.equals(authority) || (hub && HUB_HOSTS.contains(named))) {
                return entry(key, root.path("auths").path(key));
            }
        }
        return new Credentials.None();
    }

    private String helper(List<String> keys) {
        for (String key : keys) {
            String helper = root.path("credHelpers").path(key).asText("");
            if (!helper.isEmpty()) {
                return helper;
            }
        }
        return root.path("credsStore").asText("");
    }

    private static String hostOf(String key) {
        String rest = key.replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        return (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
    }

    private static Credentials entry(String key, JsonNode entry) throws ConnectorException {
        if (entry.hasNonNull("identitytoken")) {
            return new Credentials.IdentityToken(
                    new Secret(entry.path("identitytoken").asText()));
        }
        if (entry.hasNonNull("registrytoken")) {
            return new Credentials.BearerToken(
                    new Secret(entry.path("registrytoken").asText()));
        }
        if (entry.hasNonNull("auth")) {
            return decoded(key, entry.path("auth").asText());
        }
        if (entry.hasNonNull("username")) {
            return new Credentials.Password(
                    entry.path("username").asText(),
                    new Secret(entry.path("password").asText()));
        }
        return new Credentials.None();
    }

    private static Credentials decoded(String key, String auth) throws ConnectorException {
        try {
            String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                String password = pair.substring(colon + 1).replaceAll("\u0000+$", "");
                return new Credentials.Password(pair.substring(0, colon), new Secret(password));
            }
        } catch (IllegalArgumentException e) {
            throw unusable(key);
        }
        throw unusable(key);
    }

    private static ConnectorException unusable(String key) {
        return new ConnectorException(
                "auth file, entry " + Text.plain(key),
                new Fault.Unintelligible("`auth` is not the base64 of user:password; log in again"));
    }
}
