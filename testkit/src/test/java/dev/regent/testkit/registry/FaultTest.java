package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static dev.regent.testkit.registry.Client.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

    private final Sample sample = new Sample();
    private final RegistryDouble registry = RegistryDouble.serving(sample.world);
    private final Client client = new Client(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    private void goesWrong(Fault fault) {
        registry.behave(Behaviour.good().fault(fault));
    }

    private HttpResponse<String> manifest() throws IOException, InterruptedException {
        return client.manifest("team/app", "1.0");
    }

    private Digest digestOf(HttpResponse<String> answer) {
        return Digest.sha256(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, DENIED",
        "404, MANIFEST_UNKNOWN",
        "429, TOOMANYREQUESTS",
        "500, UNKNOWN",
        "503, UNAVAILABLE"
    })
    void answersWithAStatusAndItsError(int status, String code) throws Exception {
        goesWrong(Fault.status(status).on(CallKind.MANIFEST));

        HttpResponse<String> answer = manifest();

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo(code);
        assertThat(client.get("/v2/").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesTheCatalogAlone() throws Exception {
        registry.behave(Behaviour.good().catalogRefused(403));

        assertThat(client.get("/v2/_catalog").statusCode()).isEqualTo(403);
        assertThat(manifest().statusCode()).isEqualTo(200);
    }

    @Test
    void saysHowLongToWaitInSecondsOrByDate() throws Exception {
        goesWrong(Fault.rateLimited(Duration.ofSeconds(7)));
        assertThat(header(manifest(), "Retry-After")).isEqualTo("7");

        goesWrong(Fault.rateLimitedUntil(Instant.parse("2026-03-04T05:06:07Z")));
        assertThat(header(manifest(), "Retry-After")).isEqualTo("Wed, 04 Mar 2026 05:06:07 GMT");
    }

    @Test
    void failsOnlyInOneRepositoryOrOnOneReferenceOrWhereTold() throws Exception {
        goesWrong(Fault.status(500).inRepository("team/app"));
        assertThat(client.get("/v2/team/app/tags/list").statusCode()).isEqualTo(500);
        assertThat(client.get("/v2/team/empty/tags/list").statusCode()).isEqualTo(200);

        goesWrong(Fault.status(404).onReference("1.0"));
        assertThat(manifest().statusCode()).isEqualTo(404);
        assertThat(client.manifest("team/app", sample.image.value()).statusCode())
                .isEqualTo(200);

        goesWrong(Fault.status(500).where(call -> call.path().endsWith("list")));
        assertThat(client.get("/v2/team/app/tags/list").statusCode()).isEqualTo(500);
        assertThat(manifest().statusCode()).isEqualTo(200);
    }

    @Test
    void failsForAShareOfTheCalls() throws Exception {
        goesWrong(Fault.status(500).on(CallKind.MANIFEST).every(3));
        assertThat(statuses(6)).containsExactly(200, 200, 500, 200, 200, 500);

        goesWrong(Fault.status(500).on(CallKind.MANIFEST).first(2));
        assertThat(statuses(4)).containsExactly(500, 500, 200, 200);

        goesWrong(Fault.status(500).on(CallKind.MANIFEST).after(2).first(1));
        assertThat(statuses(4)).containsExactly(200, 200, 500, 200);
    }

    private List<Integer> statuses(int count) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            client.get("/v2/");
            statuses.add(manifest().statusCode());
        }
        return statuses;
    }

    @Test
    void answersLate() throws Exception {
        goesWrong(Fault.slow(Duration.ofMillis(150)));
        long start = System.nanoTime();

        assertThat(manifest().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    }

    @Test
    void answersWhenReleased() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        goesWrong(Fault.heldUntil(released));
        CompletableFuture<HttpResponse<String>> answer;
        try (HttpClient http = HttpClient.newHttpClient()) {
            answer = http.sendAsync(
                    HttpRequest.newBuilder(registry.url().resolve("/v2/")).build(), BodyHandlers.ofString());
            assertThat(answer).isNotDone();
            released.countDown();
            assertThat(answer.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tricklesABody() throws Exception {
        goesWrong(Fault.trickling(Duration.ofMillis(30)));
        long start = System.nanoTime();

        assertThat(client.get("/v2/team/app/blobs/" + sample.layer).body()).isEqualTo("layer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    }

    @Test
    void staysSilentUntilItIsClosed() throws Exception {
        goesWrong(Fault.silent());
        try (HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    HttpRequest.newBuilder(registry.url().resolve("/v2/")).build(), BodyHandlers.ofString());
            while (registry.requests() == 0) {
                Thread.onSpinWait();
            }
            assertThat(answer).isNotDone();

            registry.close();

            assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void resetsAConnection() throws Exception {
        goesWrong(Fault.reset());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void hangsUpWithoutAWord() throws Exception {
        goesWrong(Fault.hangUp());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void breaksOffABodyThatWasPromised() {
        goesWrong(Fault.truncated(20));

        assertThatThrownBy(this::manifest).isInstanceOf(IOException.class).hasMessageContaining("received: 20");
    }

    @Test
    void cutsJsonOnASoundConnection() throws Exception {
        goesWrong(Fault.shortened(20));

        assertThat(manifest().body()).hasSize(20).startsWith("{\"schemaVersion\"");
    }

    @Test
    void changesBytesUnderTheOldDigest() throws Exception {
        goesWrong(Fault.otherBytes());

        HttpResponse<String> answer = manifest();

        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(sample.image.value());
        assertThat(digestOf(answer)).isNotEqualTo(sample.image);
        assertThat(json(answer).path("schemaVersion").intValue()).isEqualTo(2);
    }

    @Test
    void changesTheDigestAboveTheOldBytes() throws Exception {
        goesWrong(Fault.otherDigestHeader());

        HttpResponse<String> answer = manifest();

        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo("sha256:" + "0".repeat(64));
        assertThat(digestOf(answer)).isEqualTo(sample.image);
    }

    @Test
    void leavesOutAHeader() throws Exception {
        goesWrong(Fault.withoutHeader("docker-content-digest"));

        assertThat(header(manifest(), "Docker-Content-Digest")).isEmpty();
    }

    @Test
    void callsAManifestSomethingElse() throws Exception {
        goesWrong(Fault.contentType("text/html"));

        assertThat(header(manifest(), "Content-Type")).isEqualTo("text/html");
    }

    @Test
    void sendsAManifestOfAHundredMegabytes() throws Exception {
        goesWrong(Fault.huge(100_000_000).on(CallKind.MANIFEST));
        assertThat(bytesOfManifest()).isEqualTo(100_000_000);

        goesWrong(Fault.hugeUnannounced(100_000_000).on(CallKind.MANIFEST));
        assertThat(bytesOfManifest()).isEqualTo(100_000_000);
    }

    private long bytesOfManifest() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.url().resolve("/v2/team/app/manifests/1.0"))
                .headers(Client.ALL_MANIFESTS)
                .build();
        try (HttpClient http = HttpClient.newHttpClient();
                InputStream body =
                        http.send(request, BodyHandlers.ofInputStream()).body()) {
            return body.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void makesAHugeManifestThatIsWellFormed() throws Exception {
        goesWrong(Fault.hugeUnannounced(200_000).on(CallKind.MANIFEST));

        assertThat(json(manifest()).at("/annotations/filler").textValue()).hasSizeGreaterThan(199_000);
    }

    @ParameterizedTest
    @CsvSource({"302", "307"})
    void sendsTheClientToAnotherHost(int status) throws Exception {
        try (RegistryDouble other = RegistryDouble.serving(sample.world, Behaviour.good(), Place.at("127.0.0.2"))) {
            goesWrong(Fault.redirect(status, other.url()).on(CallKind.BLOB));
            HttpClient following = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();

            HttpResponse<String> answer = client.get("/v2/team/app/blobs/" + sample.layer);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(header(answer, "Location")).isEqualTo(other.url() + "/v2/team/app/blobs/" + sample.layer);
            assertThat(new Client(registry, following)
                            .get("/v2/team/app/blobs/" + sample.layer)
                            .body())
                    .isEqualTo("layer");
            assertThat(other.requests(CallKind.BLOB)).isEqualTo(1);
        }
    }

    @Test
    void hasAClockOfItsOwn() throws Exception {
        registry.behave(Behaviour.good().clockOff(Duration.ofMinutes(-12)));

        List<String> dates = client.get("/v2/").headers().allValues("Date");

        assertThat(dates).hasSize(1);
        Instant date = ZonedDateTime.parse(dates.getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(date, Instant.now())).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(13));
    }

    @Test
    void addsOneFaultToAnother() throws Exception {
        registry.behave(Behaviour.good()
                .fault(Fault.status(503).on(CallKind.MANIFEST))
                .fault(Fault.header("X-Request-Id", "7")));

        assertThat(manifest().statusCode()).isEqualTo(503);
        assertThat(header(manifest(), "X-Request-Id")).isEqualTo("7");
    }
}
