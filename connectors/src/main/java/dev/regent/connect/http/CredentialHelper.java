package dev.regent.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.oci.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Asks one of Docker's credential helper programs.
///
/// @see <a href="https://github.com/docker/docker-credential-helpers">docker-credential-helpers</a>
final class CredentialHelper {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int PATIENCE_SECONDS = 30;
    private static final int LARGEST_ANSWER = 1024 * 1024;

    private CredentialHelper() {}

    static Credentials ask(String name, String server) throws ConnectorException, InterruptedException {
        String program = "docker-credential-" + name;
        String action = Text.plain(program) + " get " + Text.plain(server);
        if (!NAME.matcher(name).matches()) {
            throw new ConnectorException(action, new Fault.Distrusted("the auth file names no usable helper"));
        }
        Process process;
        try {
            process = new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new ConnectorException(
                    action, new Fault.Unreachable("the helper that the auth file names is not on the PATH"));
        }
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(server.getBytes(StandardCharsets.UTF_8));
            }
            byte[] answer = process.getInputStream().readNBytes(LARGEST_ANSWER);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ConnectorException(action, new Fault.Silent(Duration.ofSeconds(PATIENCE_SECONDS)));
            }
            return process.exitValue() == 0 ? understood(action, answer) : nothing(action, answer);
        } catch (IOException e) {
            throw new ConnectorException(action, new Fault.Cut("the helper broke off"));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Credentials understood(String action, byte[] answer) throws ConnectorException {
        try {
            JsonNode root = Json.object(answer);
            String user = Json.text(root, "Username").orElse("");
            Secret secret = new Secret(Json.text(root, "Secret").orElse(""));
            return user.equals("<token>")
                    ? new Credentials.IdentityToken(secret)
                    : new Credentials.Password(user, secret);
        } catch (MalformedException e) {
            throw new ConnectorException(action, new Fault.Unintelligible("the helper's answer is " + e.words()));
        }
    }

    /// Helpers say that they know nothing by failing with this sentence.
    private static Credentials nothing(String action, byte[] answer) throws ConnectorException {
        String words = new String(answer, StandardCharsets.UTF_8).strip();
        if (words.contains("credentials not found")) {
            return new Credentials.None();
        }
        throw new ConnectorException(action, new Fault.Refused(1, "the helper failed: " + Text.plain(words)));
    }
}
