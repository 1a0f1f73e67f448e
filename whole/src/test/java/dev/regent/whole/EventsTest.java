package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// CNCF Distribution tells of what is pushed and deleted, and the inventory knows it without a look at all of the
/// registry. Beside it a double, whose calls tell what was asked for.
class EventsTest {

    private static final int IMAGES = 30;
    private static final String APP = "team/app";
    private static final String PULLED = "team/pulled";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final World WORLD = new World();
    private static Digest index;
    private static RealRegistry registry;
    private static RegistryDouble another;
    private static RealServer server;
    private static Api admin;
    private static Api notifier;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        new Builds(WORLD, APP).images(IMAGES);
        index = new Builds(WORLD, PULLED).signedIndex(0, "1.0");
        Path volume = Files.createDirectory(RealServer.folder().resolve("volume"));
        VolumeWriter.write(WORLD, volume);
        registry = RealRegistry.start(volume);
        World small = new World();
        new Builds(small, APP).images(3);
        another = RegistryDouble.serving(small);
        server = RealServer.start(
                new Watched()
                        .registry("main", registry.uri(), "every: 7d, " + Watched.UNUSED)
                        .registry("another", another.url(), "every: 7d, " + Watched.UNUSED)
                        .write(),
                RealServer.Options.USUAL);
        admin = new Api(server.url(), server.token());
        notifier = new Api(server.url(), token("told by main", "main"));
        for (String name : List.of("main", "another")) {
            Awaited.until(() -> observedAt(name).isPresent());
            awaitNoLook(name);
        }
        registry.tell(server.url().resolve("/api/v1/registries/main/events"), "Bearer " + notifier.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (another != null) {
            another.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    private static String token(String name, String registries) throws IOException, InterruptedException {
        return admin.post("/tokens", Map.of("name", name, "role", "notifier", "registries", List.of(registries)))
                .with(201)
                .path("token")
                .asText();
    }

    private static Optional<String> observedAt(String name) throws IOException, InterruptedException {
        return Optional.of(admin.get("/registries/" + name)
                        .with(200)
                        .path("observedAt")
                        .asText(""))
                .filter(text -> !text.isEmpty());
    }

    /// An image like another but for a note in it, so that all its blobs are there.
    private static byte[] like(String tag, String note) throws IOException {
        Digest digest = Objects.requireNonNull(WORLD.repository(APP).tags().get(tag));
        JsonMapper json = new JsonMapper();
        ObjectNode manifest = (ObjectNode) json.readTree(WORLD.blobs().get(digest));
        manifest.putObject("annotations").put("note", note);
        return json.writeValueAsBytes(manifest);
    }

    private static Map<String, String> inventory(String name) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        try {
            new OwnDatabase(server.data()).use("regent", statement -> {
                try (ResultSet rows = statement.executeQuery("""
                        select repositories.name || ':' || tags.name, manifests.digest
                        from tags
                        join repositories on repositories.id = tags.repository
                        join registries on registries.id = repositories.registry
                        join manifests on manifests.id = tags.manifest
                        where tags.gone_at is null and registries.name = '%s'
                        """.formatted(name))) {
                    while (rows.next()) {
                        tags.put(rows.getString(1), rows.getString(2));
                    }
                }
            });
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return tags;
    }

    private static void look(String name) throws IOException, InterruptedException {
        admin.post("/registries/" + name + "/look", Map.of()).with(202);
        awaitNoLook(name);
    }

    private static void awaitNoLook(String name) throws InterruptedException {
        Awaited.until(() -> admin.get("/registries/" + name + "/look")
                .with(200)
                .path("state")
                .asText()
                .equals("none"));
    }

    private static long waiting(String name) throws IOException, InterruptedException {
        return admin.get("/registries/" + name).with(200).path("pendingChanges").asLong();
    }

    @Test
    void knowsWhatWasPushedMovedAndDeletedForOneRequestEach() throws IOException, InterruptedException {
        String observed = observedAt("main").orElseThrow();
        Map<String, String> wanted = inventory("main");
        assertThat(wanted).hasSize(IMAGES + 2);
        long before = registry.requests("get");
        int changed = 0;
        for (int image = 0; image < 20; image++) {
            byte[] manifest = like("1." + image, "moved " + image);
            registry.put(APP, "1." + image, TYPE, manifest);
            wanted.put(APP + ":1." + image, Digest.sha256(manifest).value());
            changed++;
        }
        for (String tag : List.of("new-1", "new-2")) {
            byte[] manifest = like("1.0", tag);
            registry.put(APP, tag, TYPE, manifest);
            wanted.put(APP + ":" + tag, Digest.sha256(manifest).value());
            changed++;
        }
        for (String tag : List.of("1.25", "1.26", "1.27")) {
            registry.deleteManifest(
                    APP, Objects.requireNonNull(WORLD.repository(APP).tags().get(tag)));
            wanted.remove(APP + ":" + tag);
            changed++;
        }

        Awaited.until(() -> inventory("main").equals(wanted) && waiting("main") == 0);

        // A deletion is told of by its digest and by its tag, which may be asked for one after the other.
        assertThat(registry.requests("get") - before).isLessThanOrEqualTo(changed + 3L);
        assertThat(observedAt("main")).contains(observed);
        assertThat(admin.get("/registries/main").with(200).path("toldAt").asText())
                .isNotEmpty();
        String figures = admin.at(server.url().resolve("/q/metrics")).text();
        assertThat(figures).contains("regent_registry_events_total{fate=\"kept\",registry=\"main\"}");
    }

    @Test
    void losesNothingThatItTookThoughItIsKilledAtOnce() throws IOException, InterruptedException {
        Api tells = new Api(server.url(), token("told by another", "another"));
        another.forget();
        for (int round = 0; round < 2; round++) {
            String tag = "pushed-" + round;
            another.change(world -> ImageBuilder.in(world, APP, tag).push(tag));
            JsonNode told = tells.post(
                            "/registries/another/events",
                            Map.of("events", List.of(push("1.0"), push(tag), Map.of("action", "pull"))))
                    .with(202);
            server.kill9();
            assertThat(told.path("changes").asInt()).isEqualTo(2);
            assertThat(told.path("ignored").asInt()).isEqualTo(1);

            server.restart();

            Awaited.until(() -> inventory("another").containsKey(APP + ":" + tag) && waiting("another") == 0);
        }
        assertThat(another.requests(CallKind.CATALOG)).isZero();
        assertThat(another.requests(CallKind.TAGS)).isZero();
        assertThat(another.unexpected()).isEmpty();
    }

    @Test
    void asksOnceALookAtAllThatIsUnderWayIsAtItsEnd() throws IOException, InterruptedException {
        another.behave(Behaviour.good().fault(Fault.slow(Duration.ofSeconds(2)).on(CallKind.CATALOG)));
        another.forget();
        admin.post("/registries/another/look", Map.of()).with(202);
        Awaited.until(() -> another.requests(CallKind.CATALOG) == 1);

        admin.post("/registries/another/events", Map.of("events", List.of(push("1.0"))))
                .with(202);

        Awaited.until(() -> waiting("another") == 0);
        List<Call> asked = another.calls(CallKind.MANIFEST);
        Call last = asked.getLast();
        assertThat(last.reference()).contains("1.0");
        assertThat(last.headers("If-None-Match")).isEmpty();
        // The look at all of it asked only whether tags moved, and all of that before.
        assertThat(asked.subList(0, asked.size() - 1))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.headers("If-None-Match")).isNotEmpty());
        another.behave(Behaviour.good());
    }

    /// Who pulls asks by `HEAD` and then reads by `GET`; who reads an image of several platforms reads two manifests.
    @Test
    void countsEachPullOnceAndNoneOfItsOwnLooks() throws IOException, InterruptedException {
        look("main");
        Awaited.until(() -> storage(PULLED).has("pullsSince"));
        assertThat(storage(PULLED).path("pulls").asLong()).isZero();
        Digest child = StoredManifest.read(WORLD.blobs().get(index))
                .children()
                .getFirst()
                .digest();

        for (Object reference : List.of("1.0", index, child)) {
            assertThat(registry.get("/v2/" + PULLED + "/manifests/" + reference).statusCode())
                    .isEqualTo(200);
        }

        Awaited.until(() -> storage(PULLED).path("pulls").asLong() == 2);
        look("main");
        Map<String, ?> told = pull("told twice", index.value());
        for (int time = 0; time < 2; time++) {
            JsonNode answer = notifier.post("/registries/main/events", Map.of("events", List.of(told)))
                    .with(202);
            assertThat(answer.path("pulls").asInt()).isEqualTo(1);
        }
        assertThat(storage(PULLED).path("pulls").asLong()).isEqualTo(3);
        List<String> leastPulled = names("/estate/storage?registry=main&order=pulls");
        assertThat(leastPulled.indexOf(APP)).isLessThan(leastPulled.indexOf(PULLED));
    }

    private static JsonNode storage(String repository) throws IOException, InterruptedException {
        for (JsonNode item :
                admin.get("/estate/storage?registry=main&days=2").with(200).path("items")) {
            if (item.path("name").asText().equals(repository)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static List<String> names(String path) throws IOException, InterruptedException {
        return admin.get(path).with(200).path("items").findValuesAsText("name");
    }

    private static Map<String, ?> pull(String event, String digest) {
        return Map.of(
                "id",
                event,
                "action",
                "pull",
                "target",
                Map.of("repository", PULLED, "mediaType", INDEX, "digest", digest),
                "request",
                Map.of("method", "GET", "useragent", "docker/28.2.2"));
    }

    @Test
    void refusesOrdersAndDaysThatThereAreNot() throws IOException, InterruptedException {
        for (String query : List.of("order=tags", "by=team&order=pulls", "by=base&order=pulls", "days=0", "days=91")) {
            assertThat(admin.get("/estate/storage?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(admin.get("/estate/storage?registry=another&format=csv").text())
                .startsWith(
                        "name,registry,known,digest,foundIn,tags,manifests,bytes,exclusiveBytes,attributedBytes,pulls,pullsSince\r\n");
        assertThat(storageOf("another").has("pulls")).isFalse();
    }

    private static JsonNode storageOf(String name) throws IOException, InterruptedException {
        return admin.get("/estate/storage?by=registry&registry=" + name)
                .with(200)
                .path("items")
                .path(0);
    }

    private static Map<String, ?> push(String tag) {
        return Map.of("action", "push", "target", Map.of("repository", APP, "tag", tag));
    }

    @Test
    void takesEventsFromWhoeverMayTellOfARegistryAndFromNobodyElse() throws IOException, InterruptedException {
        Map<String, ?> nothing = Map.of("events", List.of());

        assertThat(new Api(server.url(), "rgt_" + "0".repeat(43))
                        .post("/registries/main/events", nothing)
                        .status())
                .isEqualTo(401);
        assertThat(notifier.post("/registries/main/events", nothing).status()).isEqualTo(202);
        assertThat(admin.post("/registries/main/events", nothing).status()).isEqualTo(202);
        assertThat(notifier.post("/registries/another/events", nothing).status())
                .isEqualTo(404);
        for (String page : List.of("/registries", "/registries/main", "/images", "/sources", "/whoami", "/events")) {
            assertThat(notifier.get(page).status()).as(page).isEqualTo(403);
        }
        Api.Answer wrong = notifier.post("/registries/main/events", Map.of("event", "x"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.detail()).contains("envelope");
    }
}
