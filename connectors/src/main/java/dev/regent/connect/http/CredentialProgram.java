package dev.regent.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.oci.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Asks one of Docker's credential helper programs.
///
/// @see <a href="https://github.com/docker/docker-credential-helpers">docker-credential-helpers</a>
final class CredentialProgram {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 1024 * 1024;

    private CredentialProgram() {}

    /// @param folders where the program is looked for
    static Credentials ask(String name, String server, List<Path> folders)
            throws ConnectorException, InterruptedException {
        return ask(name, server, folders, PATIENCE);
    }

    static Credentials ask(String name, String server, List<Path> folders, Duration patience)
            throws ConnectorException, InterruptedException {
        String program = "docker-credential-" + name;
        String action = Text.plain(program) + " get " + Text.plain(server);
        if (!NAME.matcher(name).matches()) {
            throw new ConnectorException(action, new Fault.Distrusted("the auth file names no usable helper"));
        }
        Path file = folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new ConnectorException(
                        action, new Fault.Unreachable("the helper that the auth file names is not on the PATH")));
        try {
            Process process = new ProcessBuilder(file.toString(), "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return answered(action, process, server, patience);
        } catch (IOException e) {
            throw new ConnectorException(action, new Fault.Cut("the helper broke off or can't be started"));
        }
    }

    /// What the helper writes is read beside the waiting: neither a full pipe nor one that stays open
    /// holds us.
    private static Credentials answered(String action, Process process, String server, Duration patience)
            throws ConnectorException, IOException, InterruptedException {
        FutureTask<byte[]> answer = new FutureTask<>(() -> {
            tell(process, server);
            return process.getInputStream().readNBytes(LARGEST_ANSWER);
        });
        Thread.ofPlatform().daemon().start(answer);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            byte[] bytes = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new ConnectorException(action, new Fault.Silent(patience));
            }
            return process.exitValue() == 0 ? understood(action, bytes) : nothing(action, bytes);
        } catch (TimeoutException e) {
            throw new ConnectorException(action, new Fault.Silent(patience));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    /// A helper that answers without listening is heard all the same: what it says decides.
    private static boolean tell(Process process, String server) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
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
