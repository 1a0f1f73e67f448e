package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static dev.regent.testkit.registry.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private final Sample sample = new Sample();
    private final RegistryDouble registry = RegistryDouble.serving(sample.world);
    private final Client client = new Client(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void remembersCallsByKind() throws Exception {
        client.get("/v2/");
        client.manifest("team/app", "1.0");
        client.manifest("team/app", "gone");

        assertThat(registry.requests()).isEqualTo(3);
        assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(2);
        assertThat(registry.calls(CallKind.MANIFEST).getFirst().reference()).contains("1.0");
        assertThat(registry.unexpected()).isEmpty();
    }

    @Test
    void forgetsWhenTold() throws Exception {
        client.get("/v3/");
        registry.forget();

        assertThat(registry.requests()).isZero();
        assertThat(registry.unexpected()).isEmpty();
    }

    @Test
    void keepsOneConnectionForCallsInTurn() throws Exception {
        client.get("/v2/");
        client.get("/v2/_catalog");
        client.send("HEAD", "/v2/team/app/manifests/1.0");
        client.get("/v2/team/app/tags/list");

        assertThat(registry.connections()).isEqualTo(1);
        assertThat(registry.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void expectsNoPathThatRegistriesDoNotHave() throws Exception {
        HttpResponse<String> answer = client.get("/api/v2.0/projects");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("UNSUPPORTED");
        assertThat(registry.unexpected()).hasToString("[GET /api/v2.0/projects]");
    }

    @Test
    void expectsNoTokenRequestWhereItIssuesNone() throws Exception {
        assertThat(client.get("/token?service=x").statusCode()).isEqualTo(404);
        assertThat(registry.unexpected()).hasSize(1);
    }

    @Test
    void expectsNoDeletion() throws Exception {
        HttpResponse<String> answer = client.send("DELETE", "/v2/team/app/manifests/" + sample.image);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("UNSUPPORTED");
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
        assertThat(registry.unexpected()).hasToString("[DELETE /v2/team/app/manifests/" + sample.image + "]");
    }

    @Test
    void expectsNoReferenceThatIsNeitherTagNorDigest() throws Exception {
        assertThat(client.manifest("team/app", "sha256:12").statusCode()).isEqualTo(404);
        assertThat(client.get("/v2/team/app/blobs/1.0").statusCode()).isEqualTo(404);
        assertThat(client.get("/v2/team/app/referrers/1.0").statusCode()).isEqualTo(400);
        assertThat(registry.unexpected()).hasSize(3);
    }

    @Test
    void refusesWhatIsNoHttp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.getOutputStream().write(Sample.bytes("HELLO\r\n\r\n"));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("the request cannot be read: no HTTP/1.1 request line: HELLO\n");
        }
    }

    @Test
    void hearsASecretWhereverItStands() throws Exception {
        client.get("/v2/", "Authorization", Client.basic("reader", "canary-1"));
        client.get("/v2/?x=canary%2D2");
        client.get("/v2/", "X-Other", "canary-3");

        assertThat(List.of("canary-1", "canary-2", "canary-3", "canary-4"))
                .filteredOn(registry::heard)
                .containsExactly("canary-1", "canary-2", "canary-3");
    }

    @Test
    void remembersCredentialsAsTheyWereSent() throws Exception {
        client.get("/v2/");
        client.get("/v2/", "Authorization", "Bearer abc");

        assertThat(registry.credentialsSeen()).containsExactly("Bearer abc");
    }
}
