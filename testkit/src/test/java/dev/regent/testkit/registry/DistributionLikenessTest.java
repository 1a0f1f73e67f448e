package dev.regent.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The double and CNCF Distribution 2.8.2 give the same answers to the same calls over the same
/// world. Skipped where no `docker-registry` is installed, unless `CI` is `true`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionLikenessTest {

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final String APP = "/v2/team/app/";
    private static final String NEVER = "sha256:" + "0".repeat(64);

    private final Sample sample = new Sample();
    private final HttpClient http = HttpClient.newHttpClient();
    private final RegistryDouble likeness =
            RegistryDouble.serving(sample.world, Behaviour.distribution().writes(Writes.NO_DELETION));
    private URI real = URI.create("http://127.0.0.1:0");
    private Process registry;

    record Answered(int status, Map<String, List<String>> headers, String body) {}

    /// @param headers names and values in turn
    record Asked(String method, String path, List<String> headers) {
        static Asked get(String path, String... headers) {
            return new Asked("GET", path, List.of(headers));
        }

        static Asked head(String path, String... headers) {
            return new Asked("HEAD", path, List.of(headers));
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        assumeThat(Files.isExecutable(PROGRAM) || "true".equals(System.getenv("CI")))
                .as("docker-registry is installed")
                .isTrue();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config =
                Files.writeString(directory.resolve("config.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: "%s"}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(directory.resolve("data"), port));
        registry = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        real = URI.create("http://127.0.0.1:" + port);
        awaitListening(port);
        sample.world.repository("team/app").tags().remove("gone"); // nothing can be pushed to such a tag
        sample.world.repositories().remove("team/empty");
        sample.world.tag("team-x/app", "1.0", sample.world.push("team-x/app", sample.content));
        push("team/app");
        push("team-x/app");
    }

    @AfterAll
    void stop() {
        likeness.close();
        http.close();
        if (registry != null) {
            registry.destroy();
            registry.onExit().join();
        }
    }

    private void awaitListening(int port) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (registry.isAlive() && System.nanoTime() < end) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("docker-registry did not listen on port " + port);
    }

    private void push(String repository) throws IOException, InterruptedException {
        for (Digest blob : List.of(sample.config, sample.layer)) {
            HttpRequest start = HttpRequest.newBuilder(real.resolve("/v2/" + repository + "/blobs/uploads/"))
                    .POST(BodyPublishers.noBody())
                    .build();
            String location = http.send(start, BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            put(URI.create(location + "&digest=" + blob), "application/octet-stream", blob);
        }
        World.Repository pushed = sample.world.repository(repository);
        for (Digest manifest : pushed.manifests()) {
            put(real.resolve("/v2/" + repository + "/manifests/" + manifest), MediaTypes.OCI_MANIFEST, manifest);
        }
        for (Map.Entry<String, Digest> tag : pushed.tags().entrySet()) {
            URI to = real.resolve("/v2/" + repository + "/manifests/" + tag.getKey());
            put(to, MediaTypes.OCI_MANIFEST, tag.getValue());
        }
    }

    private void put(URI to, String type, Digest digest) throws IOException, InterruptedException {
        HttpRequest put = HttpRequest.newBuilder(to)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(sample.world.blobs().get(digest)))
                .build();
        assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    List<Asked> manifests() {
        String manifest = APP + "manifests/";
        String etag = '"' + sample.image.value() + '"';
        String type = MediaTypes.OCI_MANIFEST;
        return List.of(
                Asked.get(manifest + "1.0", "Accept", type),
                Asked.get(manifest + "1.0", "Accept", "a/b, " + type + ";q=0.5"),
                Asked.get(manifest + "1.0", "Accept", "*/*"),
                Asked.get(manifest + "1.0"),
                Asked.head(manifest + "1.0", "Accept", type),
                Asked.get(manifest + sample.bill, "Accept", type),
                Asked.get(manifest + "2.0", "Accept", type),
                Asked.head(manifest + "2.0", "Accept", type),
                Asked.get(manifest + NEVER, "Accept", type),
                Asked.get("/v2/nope/manifests/1.0", "Accept", type),
                Asked.get(manifest + "1.0", "Accept", type, "If-None-Match", etag),
                Asked.get(manifest + "1.0", "Accept", type, "If-None-Match", sample.image.value()),
                Asked.get(manifest + "1.0", "Accept", type, "If-None-Match", "\"a\", " + etag),
                Asked.get(manifest + "1.0", "Accept", type, "If-None-Match", "\"a\"", "If-None-Match", etag),
                Asked.head(manifest + "1.0", "Accept", type, "If-None-Match", etag));
    }

    List<Asked> listings() {
        return List.of(
                Asked.get("/v2/"),
                Asked.get("/v2/_catalog"),
                Asked.get("/v2/_catalog?n=0"),
                Asked.get("/v2/_catalog?n=1"),
                Asked.get("/v2/_catalog?n=2"),
                Asked.get("/v2/_catalog?n=1&last=team/app"),
                Asked.get("/v2/_catalog?n=1&last=team/abc"),
                Asked.get("/v2/_catalog?n=-1"),
                Asked.get("/v2/_catalog?n=abc"),
                Asked.get("/v2/_catalog?n=1001"),
                Asked.get("/v2/_catalog?last=zzz"),
                Asked.get(APP + "tags/list"),
                Asked.get(APP + "tags/list?n=0"),
                Asked.get("/v2/nope/tags/list"));
    }

    List<Asked> blobs() {
        String blob = APP + "blobs/" + sample.layer;
        return List.of(
                Asked.get(blob),
                Asked.head(blob),
                Asked.get(blob, "Range", "bytes=1-2"),
                Asked.get(blob, "Range", "bytes=-1"),
                Asked.get(blob, "Range", "bytes=3-"),
                Asked.get(blob, "If-None-Match", '"' + sample.layer.value() + '"'),
                Asked.get(APP + "blobs/" + NEVER),
                Asked.get("/v2/nope/blobs/" + sample.layer),
                Asked.get(APP + "referrers/" + sample.image));
    }

    /// This registry has deletion turned off, as it comes.
    List<Asked> deletions() {
        return List.of(
                new Asked("DELETE", APP + "manifests/" + sample.image, List.of()),
                new Asked("DELETE", APP + "manifests/" + NEVER, List.of()),
                new Asked("DELETE", APP + "manifests/1.0", List.of()));
    }

    @ParameterizedTest
    @MethodSource({"listings", "manifests", "blobs", "deletions"})
    void answersAsTheRealOne(Asked asked) {
        assertThat(answer(likeness.url(), asked)).isEqualTo(answer(real, asked));
    }

    private Answered answer(URI base, Asked asked) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(asked.path())).method(asked.method(), BodyPublishers.noBody());
        for (int i = 0; i < asked.headers().size(); i += 2) {
            request.header(asked.headers().get(i), asked.headers().get(i + 1));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.remove("date");
            return new Answered(answer.statusCode(), headers, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("ask " + base + " for " + asked, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
