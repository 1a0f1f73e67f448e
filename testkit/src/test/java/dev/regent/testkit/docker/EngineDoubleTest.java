package dev.regent.testkit.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineDoubleTest {

    private static final Path RECORDED = Path.of("../../shared/api-data/docker-engine-20.10-real");
    private static final ObjectMapper JSON = new JsonMapper();

    /// Fields that the double leaves out on purpose: nothing about images is in them.
    private static final Set<String> LEFT_OUT = Set.of(
            "Cluster",
            "NetworksAttachments",
            "KernelMemory",
            "KernelMemoryTCP",
            "BridgeNfIptables",
            "BridgeNfIp6tables",
            "ContainerdCommit",
            "RuncCommit",
            "InitCommit");

    private final EngineWorld world = world();
    private final EngineDouble engine = EngineDouble.of(world);
    private final HttpClient client = HttpClient.newHttpClient();

    private static EngineWorld world() {
        EngineWorld world = new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);
        Digest manifest = Digest.sha256("manifest".getBytes(StandardCharsets.UTF_8));
        world.pull("r.example/app:1", manifest, manifest, Digest.sha256("config".getBytes(StandardCharsets.UTF_8)));
        world.run("app", "r.example/app:1", "running");
        world.deploy("web", "r.example/app:1");
        return world;
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create(engine.tcp().toString().replace("tcp:", "http:") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/version, version.json",
        "/v1.41/info, info.json",
        "/v1.41/containers/json?all=1, containers_json_all_1.json",
        "/v1.41/images/json?digests=1, images_json_digests_1.json",
        "/v1.41/services, services.json",
        "/v1.41/tasks, tasks.json",
        "/v1.41/nodes, nodes.json",
    })
    void answersWithTheFieldsOfTheRecordedEngine(String path, String file) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isDirectory(RECORDED), "recorded answers are not here");
        JsonNode recorded = first(JSON.readTree(RECORDED.resolve(file).toFile()));
        JsonNode answered = first(JSON.readTree(ask("GET", path).body()));

        assertThat(fields(answered)).isEqualTo(fields(recorded));
    }

    private static JsonNode first(JsonNode node) {
        return node.isArray() ? node.get(0) : node;
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        node.path("Swarm").fieldNames().forEachRemaining(name -> names.add("Swarm." + name));
        names.removeIf(name -> LEFT_OUT.contains(name.replace("Swarm.", "")));
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1.41/containers/json, 404",
        "GET, /v1.41/nonsense, 404",
        "POST, /v1.41/containers/create, 404",
        "DELETE, /v1.41/images/app, 404",
    })
    void saysWhatItDidNotExpect(String method, String path, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"message\":\"page not found\"}\n");
        assertThat(engine.unexpected()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.42/info, client version 1.42 is too new. Maximum supported API version is 1.41",
        "/v1.11/info, client version 1.11 is too old. Minimum supported API version is 1.12",
    })
    void refusesVersionsThatItDoesNotSpeak(String path, String message) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("GET", path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void answersPingsOfBothKinds() throws IOException, InterruptedException {
        assertThat(ask("HEAD", "/_ping").headers().firstValue("Api-Version")).contains("1.41");
        assertThat(ask("GET", "/_ping").body()).isEqualTo("OK");
        assertThat(engine.asked()).containsExactly("HEAD /_ping", "GET /_ping");
        assertThat(engine.unexpected()).isEmpty();
    }
}
