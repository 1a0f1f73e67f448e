package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static dev.regent.testkit.registry.Client.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteRoutesTest {

    private static final Behaviour WRITABLE = Behaviour.good().writes(Writes.BY_DIGEST);

    private final Sample sample = new Sample();
    private final RegistryDouble registry = RegistryDouble.serving(sample.world, WRITABLE);
    private final Client client = new Client(registry);
    private final String image = "/v2/team/app/manifests/" + sample.image;

    @AfterEach
    void close() {
        registry.close();
    }

    private int delete() throws IOException, InterruptedException {
        return client.send("DELETE", image).statusCode();
    }

    private boolean isThere() {
        return sample.world.repository("team/app").manifests().contains(sample.image);
    }

    private HttpResponse<String> put(String reference, byte[] content) throws IOException, InterruptedException {
        return put(reference, BodyPublishers.ofByteArray(content));
    }

    private HttpResponse<String> put(String reference, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.url().resolve("/v2/team/app/manifests/" + reference))
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .PUT(body)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void remembersWrites() throws Exception {
        delete();
        put("2.0", sample.content);

        assertThat(registry.calls()).extracting(Call::method).containsExactly("DELETE", "PUT");
        assertThat(registry.calls().getLast().body()).isEqualTo(new String(sample.content, StandardCharsets.UTF_8));
        assertThat(registry.unexpected()).isEmpty();
    }

    @Test
    void expectsNoOtherMethod() throws Exception {
        assertThat(client.send("PATCH", image).statusCode()).isEqualTo(405);
        assertThat(client.send("DELETE", "/v2/team/app/blobs/" + sample.layer).statusCode())
                .isEqualTo(405);
        assertThat(registry.unexpected()).hasSize(2);
    }

    @Test
    void deletesTagsWhereItCan() throws Exception {
        assertThat(client.send("DELETE", "/v2/team/app/manifests/1.0").statusCode())
                .isEqualTo(400);
        registry.behave(Behaviour.good().writes(Writes.TAGS_TOO));

        assertThat(client.send("DELETE", "/v2/team/app/manifests/1.0").statusCode())
                .isEqualTo(202);
        assertThat(client.send("DELETE", "/v2/team/app/manifests/1.0").statusCode())
                .isEqualTo(404);
        assertThat(isThere()).isTrue();
    }

    @Test
    void takesAManifestInChunks() throws Exception {
        byte[] content = sample.content;
        HttpResponse<String> answer = put("2.0", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(registry.calls().getFirst().header("Transfer-Encoding")).contains("chunked");
        assertThat(sample.world.repository("team/app").tags()).containsEntry("2.0", sample.image);
    }

    @Test
    void namesTheSubjectWhereItKnowsReferrers() throws Exception {
        byte[] bill = sample.world.blobs().get(sample.bill);
        assertThat(bill).isNotNull();

        assertThat(header(put(sample.bill.value(), bill), "OCI-Subject")).isEqualTo(sample.image.value());

        registry.behave(Behaviour.distribution().writes(Writes.BY_DIGEST));
        assertThat(header(put(sample.bill.value(), bill), "OCI-Subject")).isEmpty();
    }

    @Test
    void keepsTheBlobsOfADeletedManifest() throws Exception {
        delete();

        assertThat(client.get("/v2/team/app/blobs/" + sample.layer).body()).isEqualTo("layer");
        assertThat(put("1.0", sample.content).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 409, 412, 423, 429, 500})
    void carriesOutNoWriteThatItRefuses(int status) throws Exception {
        registry.behave(WRITABLE.fault(Fault.status(status).method("DELETE").first(1)));

        assertThat(delete()).isEqualTo(status);
        assertThat(isThere()).isTrue();
        assertThat(delete()).isEqualTo(202);
        assertThat(isThere()).isFalse();
    }

    @Test
    void failsAfterTheWriteOrBefore() throws Exception {
        registry.behave(WRITABLE.fault(Fault.hangUp().notCarriedOut().method("DELETE")));
        assertThatThrownBy(this::delete).isInstanceOf(IOException.class);
        assertThat(isThere()).isTrue();

        registry.behave(WRITABLE.fault(Fault.hangUp().method("DELETE")));
        assertThatThrownBy(this::delete).isInstanceOf(IOException.class);
        assertThat(isThere()).isFalse();

        put("1.0", sample.content);
        registry.behave(WRITABLE.fault(Fault.status(502).carriedOut().method("DELETE")));
        assertThat(delete()).isEqualTo(502);
        assertThat(isThere()).isFalse();
    }

    @Test
    void dropsATagThatNobodyNamed() throws Exception {
        put("2.0", sample.content);
        sample.world.tag("team/app", "other", sample.bill);
        registry.behave(WRITABLE.fault(Fault.vanishingTag("other").method("DELETE")));

        assertThat(delete()).isEqualTo(202);

        assertThat(sample.world.repository("team/app").tags()).doesNotContainKeys("1.0", "2.0", "other");
    }

    @Test
    void letsSomebodyPushJustAsADeletionArrives() throws Exception {
        registry.behave(WRITABLE.fault(
                Fault.meanwhile(_ -> registry.change(world -> world.tag("team/app", "late", sample.image)))
                        .method("DELETE")));

        assertThat(delete()).isEqualTo(202);

        assertThat(sample.world.repository("team/app").tags()).doesNotContainKey("late");
    }

    @Test
    void answersWithThePageOfAProxy() throws Exception {
        registry.behave(WRITABLE.fault(Fault.page(404)));
        HttpResponse<String> answer = client.send("DELETE", image);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html");
        assertThat(isThere()).isTrue();
    }

    @Test
    void speaksOfCollectedBytesUntilItForgets() throws Exception {
        String layer = "/v2/team/app/blobs/" + sample.layer;
        client.send("DELETE", "/v2/team/app/manifests/" + sample.signature);
        client.send("DELETE", "/v2/team/app/manifests/" + sample.bill);
        delete();
        registry.collectGarbage();

        assertThat(client.send("HEAD", layer).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> client.get(layer)).isInstanceOf(IOException.class);
        assertThat(put("1.0", sample.content).statusCode()).isEqualTo(201);
        assertThat(client.manifest("team/app", "1.0").statusCode()).isEqualTo(404);

        registry.forgetCache();

        assertThat(client.send("HEAD", layer).statusCode()).isEqualTo(404);
        assertThat(json(put("1.0", sample.content)).at("/errors/0/code").textValue())
                .isEqualTo("MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void asksForATokenThatAllowsTheWrite() throws Exception {
        TokenIssuer tokens = new TokenIssuer(TokenRules.anyone());
        registry.behave(WRITABLE.auth(Auth.bearer(tokens)));

        assertThat(header(client.send("DELETE", image), "WWW-Authenticate"))
                .contains("scope=\"repository:team/app:delete\"");
        assertThat(header(put("1.0", sample.content), "WWW-Authenticate"))
                .contains("scope=\"repository:team/app:pull,push\"");
    }

    @Test
    void takesManyWritesAtOnce() throws Exception {
        registry.behave(WRITABLE.fault(Fault.slow(Duration.ofMillis(20))));
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                String tag = "tag-" + i;
                answers.add(threads.submit(() -> put(tag, sample.content).statusCode()));
                answers.add(threads.submit(
                        () -> client.get("/v2/team/app/tags/list").statusCode()));
            }
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(Set.of(200, 201));
        }
        assertThat(sample.world.repository("team/app").tags()).hasSize(42);
    }
}
