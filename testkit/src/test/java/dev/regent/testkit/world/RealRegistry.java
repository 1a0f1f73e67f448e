package dev.regent.testkit.world;

import dev.regent.oci.MediaTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CNCF Distribution, started on a volume: Debian's package `docker-registry`.
public final class RealRegistry implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
    private static final String ACCEPT = String.join(", ", MediaTypes.MANIFESTS);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String host;

    private RealRegistry(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    /// Starts it; the test is skipped where the program is missing.
    ///
    /// @param folder where `config.yml` goes
    public static RealRegistry serve(Path volume, Path folder) throws IOException {
        Needed.file(PROGRAM, "install the package docker-registry");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(), "serve", config(volume, folder).toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader log = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
                return new RealRegistry(process, matcher.group(1));
            }
            said.append(line).append('\n');
        }
        throw new IOException("serve " + volume + ": the registry ended: " + said);
    }

    /// Frees what nothing references; no registry must serve the volume.
    ///
    /// @return what the program said
    public static String collectGarbage(Path volume, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "garbage-collect",
                        config(volume, folder).toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("collect garbage in " + volume + ": exit " + process.exitValue() + ": " + said);
        }
        return said;
    }

    private static Path config(Path volume, Path folder) throws IOException {
        return Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                log: {level: info}
                storage:
                  filesystem: {rootdirectory: %s}
                  delete: {enabled: true}
                http: {addr: "127.0.0.1:0"}
                """.formatted(volume));
    }

    public String host() {
        return host;
    }

    public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    public HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path);
    }

    private HttpResponse<byte[]> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + path))
                .header("Accept", ACCEPT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
