package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.Trouble;
import dev.regent.testkit.kubernetes.ClusterWorld;
import dev.regent.testkit.kubernetes.Image;
import dev.regent.testkit.kubernetes.KubernetesDouble;
import dev.regent.testkit.kubernetes.Workloads;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Secrets that reach Regent by its configuration or in answers of far sides, and that nobody is told
/// anywhere. Each place has one of its own, so that a leak names where it comes from.
class CanaryTest {

    private static final String PREFIX = "canary-";
    private static final String PASSWORD = PREFIX + "password";

    private static RegistryDouble registry;
    private static EngineDouble engine;
    private static KubernetesDouble cluster;
    private static PortainerDouble portainer;
    private static Path folder;
    private static RealServer server;
    private static Api api;
    private static JsonNode plan;
    private static String execution;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(new World(), sound());
        engine = EngineDouble.of(new EngineWorld(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER));
        engine.world().deploy("web", "elsewhere.example/web:1");
        manage();
        Watched watched = new Watched();
        folder = watched.folder();
        Path user = Files.writeString(folder.resolve("user"), "regent\n");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Path key = Files.writeString(folder.resolve("portainer-key"), PortainerWorld.ADMINISTRATOR_KEY);
        watched.environment(
                "portainer", URI.create("portainer+" + portainer.base()), "credentials: {tokenFile: \"" + key + "\"}");
        watched.environment("host", engine.tcp())
                .registry(
                        "main",
                        registry.url(),
                        "credentials: {usernameFile: \"" + user + "\", passwordFile: \"" + password
                                + "\"}, environments: [host], environmentsComplete: true");
        watched.policy("newest", Watched.keepNewest(2, "well/app"));
        for (String repository : List.of("well/app", "denied/app", "broken/app", "moved/app", "linked/app")) {
            registry.change(world -> new Builds(world, repository).images(3));
        }
        server = RealServer.start(
                watched.write(),
                RealServer.Options.USUAL.with("HTTPS_PROXY_UNUSED", "http://user:canary-environment@proxy.example"));
        api = new Api(server.url(), server.token());
        plan = api.propose("main", Watched.keepNewest(1, "well/app"));
        execution = api.apply(plan);
        assertThat(api.ended(execution).path("state").asText()).isEqualTo("done");
        leakToo();
        registry.behave(leaky());
        Awaited.until(() -> {
            api.post("/registries/main/look", Map.of()).with(202);
            return heard("main").equals("partly");
        });
        for (String environment : List.of("host", "portainer", "portainer/shop", "portainer/edge")) {
            // What has secrets in it is read.
            Awaited.until(() -> heard(environment).equals("yes"));
        }
    }

    /// A Portainer and a cluster whose doubles have a canary wherever real ones have a secret.
    private static void manage() {
        ClusterWorld world = new ClusterWorld();
        new Workloads(world)
                .deployment("shop", "web", 2, Image.at("elsewhere.example/web:1", Digest.sha256(new byte[] {1})));
        new Workloads(world).secret("shop", "database");
        cluster = KubernetesDouble.of(world);
        PortainerWorld known = new PortainerWorld(PortainerWorld.Edition.CE_2_23);
        int shop = known.environment("shop", 5, cluster.url());
        known.environment("edge", 1, URI.create(engine.tcp().toString().replaceFirst("tcp", "http")));
        known.registry(new PortainerWorld.Registry(
                1, 3, "harbor", "harbor.example", Map.of(), Map.of(), Map.of(shop, List.of("shop"))));
        portainer = PortainerDouble.of(known);
    }

    private static String heard(String source) throws IOException, InterruptedException {
        for (JsonNode each : api.get("/sources").with(200).path("items")) {
            if (each.path("name").asText().equals(source)) {
                return each.path("heard").asText();
            }
        }
        return "";
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        portainer.close();
        cluster.close();
        engine.close();
        registry.close();
    }

    private static Behaviour sound() {
        return Behaviour.good().writes(Writes.BY_DIGEST).auth(Auth.basic("regent", PASSWORD));
    }

    /// Has a secret in every header and body of its refusals that a real registry could have one in.
    private static Behaviour leaky() {
        String body =
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"canary-message\",\"detail\":\"canary-detail\"}]}";
        URI nowhere = URI.create("http://127.0.0.1:1");
        return sound().fault(Fault.header("Set-Cookie", "session=canary-cookie"))
                .fault(Fault.header("X-Amz-Security-Token", "canary-header"))
                .fault(Fault.status(401)
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"https://user:canary-realm-password@tokens.example/token?key=canary-realm\","
                                        + "service=\"x\"")
                        .inRepository("denied/app"))
                .fault(Fault.status(403).inRepository("broken/app"))
                .fault(Fault.body(_ -> body.getBytes(StandardCharsets.UTF_8)).inRepository("broken/app"))
                .fault(Fault.redirect(307, nowhere)
                        .withHeader("Location", nowhere + "/elsewhere?X-Amz-Signature=canary-signature#canary-fragment")
                        .on(CallKind.MANIFEST)
                        .inRepository("moved/app"))
                .fault(Fault.header("Link", "<https://other.example/list?token=canary-link>; rel=\"next\"")
                        .on(CallKind.TAGS)
                        .inRepository("linked/app"));
    }

    /// The engine's right answers, with the secrets that real ones have.
    private static void leakToo() throws IOException, InterruptedException {
        ObjectNode info = (ObjectNode) asked("/info");
        info.put("HttpProxy", "http://user:canary-proxy@proxy.example:3128");
        info.put("HttpsProxy", "http://user:canary-secure-proxy@proxy.example:3128");
        ((ObjectNode) info.path("Swarm"))
                .putObject("Cluster")
                .putObject("JoinTokens")
                .put("Worker", "SWMTKN-1-canary-worker")
                .put("Manager", "SWMTKN-1-canary-manager");
        engine.trouble("/info", new Trouble.Instead("application/json", info.toString()));
        JsonNode services = asked("/services");
        ((ObjectNode) services.path(0).path("Spec").path("TaskTemplate").path("ContainerSpec"))
                .putArray("Env")
                .add("DB_PASSWORD=canary-service-environment");
        engine.trouble("/services", new Trouble.Instead("application/json", services.toString()));
    }

    private static JsonNode asked(String path) throws IOException, InterruptedException {
        URI address = URI.create(engine.tcp().toString().replaceFirst("tcp", "http") + path);
        return new Api(address, "").at(address).with(200);
    }

    @Test
    void standsNowhereInWhatIsKeptOrLogged() throws IOException, InterruptedException, SQLException {
        Map<String, String> told = new TreeMap<>();
        told.put("database", new OwnDatabase(server.data()).dump());
        told.put("log", server.log());
        told.put("export", api.get("/audit/export").text());

        mustBeClean(told);
        assertThat(registry.heard(PASSWORD)).as("it is in use").isTrue();
        assertThat(engine.asked()).anyMatch(call -> call.contains("/info"));
        assertThat(told.get("log") + told.get("database"))
                .as("nor the server's own token")
                .doesNotContain(server.token());
    }

    @Test
    void standsInNoAnswer() throws IOException, InterruptedException {
        Map<String, String> told = new TreeMap<>();
        for (var call : Described.all().entrySet()) {
            Described described = call.getValue();
            if (described.method().equals("GET") && !call.getKey().equals("events")) {
                String path = described
                        .path()
                        .replace("{plan}", plan.path("digest").asText())
                        .replace("{id}", execution)
                        .replace("/environments/{name}", "/environments/host")
                        .replace("{name}", "main");
                Api.Answer answer = api.get(path + query(call.getKey()));
                // Of an image whose tags were not read, nothing can be explained.
                assertThat(answer.status())
                        .as(path + answer.text())
                        .isIn(call.getKey().equals("explainImage") ? List.of(200, 404) : List.of(200));
                told.put(path, answer.text());
            }
        }
        for (String path : List.of(
                "/environments/portainer/shop", "/environments/portainer/edge", "/registries/offered?all=true")) {
            told.put(path, api.get(path).text());
        }
        assertThat(told.get("/registries/offered?all=true")).contains("harbor.example");
        told.put(
                "events",
                api.listen("/events", "0", plan.path("digest").asText()).text());
        for (String path : List.of("/q/metrics", "/q/health", "/q/health/live", "/q/health/ready", "/", "/sources")) {
            told.put(path, api.at(server.url().resolve(path)).text());
        }
        for (String repository : List.of("denied", "broken", "moved", "linked")) {
            told.put(
                    "plan of " + repository,
                    api.post(
                                    "/plans",
                                    Map.of(
                                            "registry",
                                            "main",
                                            "policy",
                                            Watched.keepNewest(1, repository + "/*"),
                                            "images",
                                            List.of(repository + "/app:1.0")))
                            .text());
        }
        told.put("no such plan", api.get("/plans/" + "0".repeat(64)).text());
        told.put("bad body", api.post("/plans", Map.of("canary", "no")).text());

        mustBeClean(told);
        assertThat(told.get("plan of denied")).contains("denied/app:1.0 can't be looked up");
        assertThat(told.get("/sources")).isNotBlank();
    }

    private static String query(String call) {
        return switch (call) {
            case "explainImage" -> "?image=well/app:1.2";
            case "listRecord" -> "?limit=1000";
            default -> "";
        };
    }

    @Test
    void standsInNoOutputOfACommand() throws IOException, InterruptedException {
        Regent regent = new Regent(Files.createDirectories(folder.resolve("home")));
        String token = server.data().resolve("admin-token").toString();
        regent.run("login", server.url().toString(), "--token-file", token).good();
        String digest = plan.path("digest").asText();
        List<List<String>> commands = List.of(
                List.of("sources"),
                List.of("doctor"),
                List.of("explain", "well/app:1.2"),
                List.of("uses", "well/app:1.2"),
                List.of("environments"),
                List.of("environments", "portainer/shop"),
                List.of("registries", "--offered"),
                List.of("policies"),
                List.of("plans"),
                List.of("plans", digest),
                List.of("executions"),
                List.of("executions", execution),
                List.of("pins"),
                List.of("token", "list"),
                List.of("plan", "--registry", "main", "--image", "denied/app:1.0"),
                List.of("plan", "--registry", "main", "--image", "moved/app:1.0"));
        Map<String, String> told = new TreeMap<>();
        for (List<String> command : commands) {
            for (String output : List.of("text", "json")) {
                List<String> all = new ArrayList<>(command);
                all.addAll(List.of("--output", output));
                Regent.Ran ran = regent.run(all.toArray(String[]::new));
                assertThat(ran.err()).doesNotContain("Usage:");
                told.put(String.join(" ", all), ran.out() + ran.err());
            }
        }
        told.putAll(audits(regent));

        mustBeClean(told);
    }

    private static Map<String, String> audits(Regent regent) throws IOException, InterruptedException {
        Map<String, String> told = new TreeMap<>();
        Path auth = Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + encoded() + "\"}}}");
        for (String output : List.of("text", "json", "html")) {
            Regent.Ran ran = regent.run(
                    "audit",
                    registry.url().toString(),
                    "--environment",
                    "host=" + engine.tcp(),
                    "--auth-file",
                    auth.toString(),
                    "--output",
                    output);
            assertThat(ran.exit()).as(output + ": " + ran.out() + ran.err()).isEqualTo(3);
            told.put("audit " + output, ran.out() + ran.err());
        }
        return told;
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString(("regent:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private static void mustBeClean(Map<String, String> told) {
        told.forEach((place, text) -> {
            assertThat(text.lines().filter(line -> line.contains(PREFIX)).toList())
                    .as(place)
                    .isEmpty();
            assertThat(text).as(place).doesNotContain(encoded());
        });
    }
}
