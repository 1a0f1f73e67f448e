package dev.regent.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The double and CNCF Distribution 2.8.2 give the same answers to the same changes of the same
/// world, one after the other.
final class WriteLikenessTest {

    private static final String MANIFESTS = "/v2/team/app/manifests/";
    private static final String NEVER = "sha256:" + "0".repeat(64);
    private static final Pattern TAGS = Pattern.compile("\"tags\":\\[(.*)]");
    private static final String TYPE = MediaTypes.OCI_MANIFEST;

    private final World world = new World();
    private final Digest app =
            ImageBuilder.in(world, "team/app", "app").layer("base").push("1.0", "latest");
    private final Digest other =
            ImageBuilder.in(world, "team/app", "other").layer("base").push("2.0");
    private final Digest index =
            IndexBuilder.in(world, "team/app").child(app).child(other).push("all");
    private final Digest elsewhere =
            ImageBuilder.in(world, "team/web", "web").layer("web").push("1.0");
    private final byte[] content = bytes(app);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Asked> asked = new ArrayList<>();

    /// @param type of the content; empty: none is named
    private record Asked(String method, String path, String type, BodyPublisher body) {
        @Override
        public String toString() {
            return method + " " + path + " " + type;
        }
    }

    private record Answered(Asked asked, int status, Map<String, List<String>> headers, String body) {}

    @BeforeEach
    void requirePeer() {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
    }

    @AfterEach
    void close() {
        http.close();
    }

    private byte[] bytes(Digest digest) {
        return Objects.requireNonNull(world.blobs().get(digest));
    }

    private void put(String path, String type, byte[] body) {
        asked.add(new Asked("PUT", path, type, BodyPublishers.ofByteArray(body)));
    }

    private void ask(String method, String path) {
        asked.add(new Asked(method, path, "", BodyPublishers.noBody()));
    }

    private void askForEverything() {
        ask("GET", "/v2/team/app/tags/list");
        for (String reference : List.of("1.0", "latest", "2.0", "all", app.value(), index.value())) {
            ask("HEAD", MANIFESTS + reference);
        }
    }

    private void assertAlike(Path folder) throws IOException, InterruptedException {
        VolumeWriter.write(world, folder);
        Behaviour writable = Behaviour.distribution().writes(Writes.BY_DIGEST);
        try (RealRegistry real = RealRegistry.start(folder);
                RegistryDouble likeness = RegistryDouble.serving(world, writable)) {
            List<Answered> expected = answers(real.uri());
            assertThat(answers(likeness.url())).isEqualTo(expected);
        }
    }

    private List<Answered> answers(URI base) throws IOException, InterruptedException {
        List<Answered> answers = new ArrayList<>();
        for (Asked one : asked) {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(one.path()))
                    .method(one.method(), one.body())
                    .header("Accept", String.join(",", MediaTypes.MANIFESTS));
            if (!one.type().isEmpty()) {
                request.header("Content-Type", one.type());
            }
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.remove("date");
            headers.computeIfPresent(
                    "location",
                    (_, location) -> location.stream()
                            .map(text -> text.replace(base.toString(), ""))
                            .toList());
            answers.add(new Answered(one, answer.statusCode(), headers, sorted(answer.body())));
        }
        return answers;
    }

    /// Distribution 2.8.2 lists tags in any order.
    private static String sorted(String body) {
        Matcher tags = TAGS.matcher(body);
        return tags.find()
                ? Stream.of(tags.group(1).split(",", -1)).sorted().toList().toString()
                : body;
    }

    @Test
    void deletesAsTheRealOne(@TempDir Path folder) throws IOException, InterruptedException {
        ask("DELETE", MANIFESTS + "1.0");
        ask("DELETE", MANIFESTS + NEVER);
        ask("DELETE", "/v2/nope/manifests/" + app);
        ask("DELETE", MANIFESTS + elsewhere);
        askForEverything();
        ask("DELETE", MANIFESTS + app);
        ask("DELETE", MANIFESTS + app);
        askForEverything();
        ask("DELETE", MANIFESTS + index);
        ask("DELETE", MANIFESTS + other);
        askForEverything();

        assertAlike(folder);
    }

    @Test
    void putsAsTheRealOne(@TempDir Path folder) throws IOException, InterruptedException {
        put(MANIFESTS + "3.0", TYPE, content);
        put(MANIFESTS + "2.0", TYPE, content);
        put(MANIFESTS + app, TYPE, content);
        asked.add(new Asked(
                "PUT", MANIFESTS + "4.0", TYPE, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));
        put(MANIFESTS + NEVER, TYPE, content);
        put(MANIFESTS + "5.0", "", content);
        put(MANIFESTS + "5.0", "text/html", content);
        put(MANIFESTS + "5.0", MediaTypes.DOCKER_MANIFEST, content);
        put(MANIFESTS + "5.0", TYPE, bytes(elsewhere));
        put("/v2/new/manifests/5.0", TYPE, content);
        askForEverything();
        ask("DELETE", MANIFESTS + app);
        put(MANIFESTS + "all", MediaTypes.OCI_INDEX, bytes(index));
        put(MANIFESTS + app, TYPE, content);
        put(MANIFESTS + "1.0", TYPE, content);
        put(MANIFESTS + "all", MediaTypes.OCI_INDEX, bytes(index));
        askForEverything();

        assertAlike(folder);
    }

    @Test
    void refusesOtherMethodsAsTheRealOne(@TempDir Path folder) throws IOException, InterruptedException {
        ask("POST", MANIFESTS + "1.0");
        ask("PATCH", MANIFESTS + "1.0");

        assertAlike(folder);
    }
}
