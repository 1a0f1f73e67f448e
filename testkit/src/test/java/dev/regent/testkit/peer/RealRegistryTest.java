package dev.regent.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealRegistryTest {

    private static final String DIGEST = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path storage;

    @BeforeEach
    void requirePeer() {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
    }

    @Test
    void collectsGarbageWithTheServerStoppedAndServesAgain() throws InterruptedException, IOException {
        try (RealRegistry registry = RealRegistry.start(storage)) {
            uploadABlobThatNothingReferences(registry);
            assertThat(blob()).exists();

            String wrote = registry.garbageCollect();

            assertThat(wrote).contains("blob eligible for deletion: " + DIGEST);
            assertThat(blob()).doesNotExist();
            assertThat(status(registry.uri().resolve("/v2/"))).isEqualTo(200);
        }
    }

    @Test
    void leavesTheStorageWhenItIsClosed() throws InterruptedException, IOException {
        try (RealRegistry registry = RealRegistry.start(storage)) {
            uploadABlobThatNothingReferences(registry);
        }

        assertThat(Files.readString(blob().resolve("data"))).isEqualTo("hello");
    }

    private Path blob() {
        String hex = DIGEST.substring(7);
        return storage.resolve("docker/registry/v2/blobs/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex);
    }

    private void uploadABlobThatNothingReferences(RealRegistry registry) throws IOException, InterruptedException {
        HttpRequest begin = HttpRequest.newBuilder(registry.uri().resolve("/v2/team/app/blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build();
        String location = client.send(begin, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        HttpRequest end = HttpRequest.newBuilder(registry.uri().resolve(location + "&digest=" + DIGEST))
                .PUT(BodyPublishers.ofString("hello", StandardCharsets.UTF_8))
                .header("Content-Type", "application/octet-stream")
                .build();
        assertThat(client.send(end, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    private int status(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
