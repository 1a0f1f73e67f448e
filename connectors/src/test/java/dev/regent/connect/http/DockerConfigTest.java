package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class DockerConfigTest {

    private static final String REGISTRY = "https://registry.example:5000";

    private Path folder = Path.of("unset");

    @BeforeEach
    void keep(@TempDir Path temporary) {
        folder = temporary;
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json);
    }

    private void helper(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private String kept(String json, String registry) throws Exception {
        Credentials credentials = DockerConfig.read(file(json), List.of(folder)).credentials(URI.create(registry));
        return switch (credentials) {
            case Credentials.None _ -> "nothing";
            case Credentials.Password(String user, Secret password) -> user + ":" + password.reveal();
            case Credentials.IdentityToken(Secret token) -> "identity " + token.reveal();
            case Credentials.BearerToken(Secret token) -> "bearer " + token.reveal();
        };
    }

    private static String auth(String key, String pair) {
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return "{\"auths\":{\"" + key + "\":{\"auth\":\"" + encoded + "\"}}}";
    }

    @Test
    void findsAUserByHostAndPort() throws Exception {
        assertThat(kept(auth("registry.example:5000", "reader:pass:word"), REGISTRY))
                .isEqualTo("reader:pass:word");
        assertThat(kept(auth("https://registry.example:5000/v2/", "reader:secret"), REGISTRY))
                .isEqualTo("reader:secret");
        assertThat(kept(auth("registry.example", "reader:secret"), REGISTRY)).isEqualTo("nothing");
        assertThat(kept(auth("other.example:5000", "reader:secret"), REGISTRY)).isEqualTo("nothing");
    }

    @Test
    void findsDockerHubUnderItsOldName() throws Exception {
        assertThat(kept(auth("https://index.docker.io/v1/", "reader:secret"), "https://registry-1.docker.io"))
                .isEqualTo("reader:secret");
    }

    @Test
    void findsTokensOfBothKinds() throws Exception {
        assertThat(kept("{\"auths\":{\"registry.example:5000\":{\"identitytoken\":\"t\"}}}", REGISTRY))
                .isEqualTo("identity t");
        assertThat(kept("{\"auths\":{\"registry.example:5000\":{\"registrytoken\":\"t\"}}}", REGISTRY))
                .isEqualTo("bearer t");
        assertThat(kept("{\"auths\":{\"registry.example:5000\":{}}}", REGISTRY)).isEqualTo("nothing");
    }

    @Test
    void asksTheHelperOfARegistry() throws Exception {
        helper("test", "read server; echo \"{\\\"Username\\\":\\\"reader\\\",\\\"Secret\\\":\\\"for $server\\\"}\"");

        assertThat(kept("{\"credHelpers\":{\"registry.example:5000\":\"test\"}}", REGISTRY))
                .isEqualTo("reader:for registry.example:5000");
        assertThat(kept("{\"credHelpers\":{\"other.example\":\"test\"}}", REGISTRY))
                .isEqualTo("nothing");
        assertThat(kept("{\"credsStore\":\"test\"}", REGISTRY)).isEqualTo("reader:for registry.example:5000");
    }

    @Test
    void takesATokenOfAHelperForAnIdentityToken() throws Exception {
        helper("test", "echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");

        assertThat(kept("{\"credsStore\":\"test\"}", REGISTRY)).isEqualTo("identity t");
    }

    @Test
    void looksInTheFileWhereTheHelperKnowsNothing() throws Exception {
        helper("test", "echo 'credentials not found in native keychain'; exit 1");
        String both = auth("registry.example:5000", "reader:secret").replaceFirst("^\\{", "{\"credsStore\":\"test\",");

        assertThat(kept(both, REGISTRY)).isEqualTo("reader:secret");
    }

    @Test
    void saysWhatAHelperFailedWith() throws IOException {
        helper("test", "echo 'the vault is locked'; exit 1");

        assertThatThrownBy(() -> kept("{\"credsStore\":\"test\"}", REGISTRY))
                .hasMessage("docker-credential-test get registry.example:5000: the helper failed: the vault is locked");
        assertThatThrownBy(() -> kept("{\"credsStore\":\"absent\"}", REGISTRY))
                .hasMessage("docker-credential-absent get registry.example:5000: the helper that the auth file names is"
                        + " not on the PATH");
        assertThatThrownBy(() -> kept("{\"credsStore\":\"../evil\"}", REGISTRY))
                .hasMessage(
                        "docker-credential-../evil get registry.example:5000: the auth file names no usable helper");
    }

    @Test
    void quotesNothingThatAHelperSaysOutOfForm() throws IOException {
        helper("test", "echo hunter2");

        assertThatThrownBy(() -> kept("{\"credsStore\":\"test\"}", REGISTRY))
                .hasMessageStartingWith("docker-credential-test get registry.example:5000: the helper's answer is not")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    @Timeout(10)
    void waitsNoLongerForAHelperThanItMay() throws IOException {
        helper("test", "sleep 60");

        assertThatThrownBy(() ->
                        CredentialProgram.ask("test", "registry.example", List.of(folder), Duration.ofMillis(200)))
                .hasMessage("docker-credential-test get registry.example: no answer within 200 ms");
    }

    @Test
    void refusesAFileThatIsNoneWithoutQuotingIt() throws IOException {
        Path file = file("hunter2");

        assertThatThrownBy(() -> DockerConfig.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("auth file " + file + " is no Docker config.json: not JSON, at line 1, column 1");
        assertThatThrownBy(() -> DockerConfig.read(folder.resolve("absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("auth file " + folder.resolve("absent") + " can't be read: ");
    }

    @Test
    void refusesAnEntryThatIsNoPair() {
        for (String auth : List.of("!!!", "bm8gY29sb24=", "OnNlY3JldA==")) {
            assertThatThrownBy(
                            () -> kept("{\"auths\":{\"registry.example:5000\":{\"auth\":\"" + auth + "\"}}}", REGISTRY))
                    .hasMessage("auth file, entry registry.example:5000: `auth` is not the base64 of user:password; log"
                            + " in again");
        }
    }

    @Test
    void findsTheUsersOwnFile() throws IOException {
        Path file = file("{}");

        assertThat(DockerConfig.usual(Map.of("DOCKER_CONFIG", folder.toString())))
                .contains(file);
        assertThat(DockerConfig.usual(Map.of("HOME", folder.toString()))).isEmpty();
        assertThat(DockerConfig.usual(Map.of())).isEmpty();
    }
}
