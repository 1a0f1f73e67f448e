package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every call that the API's description names, by every role, for all registries, one and another:
/// what is allowed is answered, what isn't is refused, and nothing of a registry reaches a token that
/// isn't for it. The table is written to `target/rights.md`.
class EndpointsTest {

    private static final List<String> ROLES = List.of("notifier", "viewer", "proposer", "approver", "administrator");
    private static final String OURS = "registry-ours";
    private static final String THEIRS = "registry-theirs";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static RegistryDouble ours;
    private static RegistryDouble theirs;
    private static EngineDouble engine;
    private static RealServer server;
    private static Api admin;
    private static Known known;

    /// Digest of the newest plan for their registry.
    private static String another;

    /// What there is of the registry that calls are about, and by what it would be known.
    ///
    /// @param marks texts that stand for it and for nothing else
    private record Known(
            String host, String plan, String approval, String execution, String pin, String token, Set<String> marks) {

        private static final String REPOSITORY = "secret-of-ours/app";

        static Known make() throws IOException, InterruptedException {
            ours.change(world -> new Builds(world, REPOSITORY).images(3));
            JsonNode plan = admin.propose(OURS, Watched.keepNewest(1, REPOSITORY));
            String digest = plan.path("digest").asText();
            String approval = admin.approve(plan).path("approval").asText();
            String execution = admin.begin(plan);
            JsonNode ended = admin.ended(execution);
            assertThat(ended.path("state").asText()).isEqualTo("done");
            String pin = admin.post(
                            "/pins", Map.of("image", ours.host() + "/" + REPOSITORY + ":1.2", "reason", "an audit"))
                    .with(201)
                    .path("id")
                    .asText();
            String token = made("viewer", List.of(OURS)).path("id").asText();
            Set<String> marks = new TreeSet<>(List.of(OURS, ours.host(), REPOSITORY, digest, approval, execution, pin));
            ended.path("steps").forEach(step -> marks.add(step.path("digest").asText()));
            ours.change(world -> world.repository(REPOSITORY).manifests().forEach(each -> marks.add(each.toString())));
            return new Known(ours.host(), digest, approval, execution, pin, token, Set.copyOf(marks));
        }
    }

    /// How a call stands to registries.
    private enum About {
        /// About one registry: for another token it isn't there.
        ONE,
        /// Lists what the token covers.
        LIST,
        /// About all registries, so for tokens that cover all.
        ALL
    }

    /// One call as it is tried.
    ///
    /// @param path with its parameters
    /// @param body empty for none
    private record Tried(About about, String path, Map<String, ?> body) {

        /// What somebody said anyway when asking.
        boolean says(String mark) {
            return path.contains(mark) || body.toString().contains(mark);
        }
    }

    private static Tried tried(About about, String path) {
        return new Tried(about, path, Map.of());
    }

    private static Tried tried(About about, String path, Map<String, ?> body) {
        return new Tried(about, path, body);
    }

    /// How each call is tried; about our registry where it is about one.
    private static Map<String, Tried> table(Known known) {
        Map<String, Tried> table = new TreeMap<>();
        read(known, table);
        change(known, table);
        return table;
    }

    private static void read(Known known, Map<String, Tried> table) {
        table.put("doctor", tried(About.LIST, "/doctor"));
        table.put("events", tried(About.LIST, "/events"));
        table.put("executionEvents", tried(About.ONE, "/executions/" + known.execution() + "/events"));
        table.put("explainImage", tried(About.ONE, "/images/explain?image=" + Known.REPOSITORY + ":1.2"));
        table.put("exportRecord", tried(About.ALL, "/audit/export"));
        table.put("garbageCollection", tried(About.ONE, "/registries/" + OURS + "/gc"));
        table.put(
                "whatIf",
                tried(
                        About.ONE,
                        "/registries/" + OURS + "/what-if",
                        Map.of("repositories", List.of(Known.REPOSITORY))));
        table.put("getEnvironment", tried(About.LIST, "/environments/host"));
        table.put("listNodeImages", tried(About.LIST, "/node-images"));
        table.put("listOfferedRegistries", tried(About.LIST, "/registries/offered"));
        table.put("listWorkloads", tried(About.LIST, "/workloads"));
        table.put("getExecution", tried(About.ONE, "/executions/" + known.execution()));
        table.put("getPlan", tried(About.ONE, "/plans/" + known.plan()));
        table.put("getRegistry", tried(About.ONE, "/registries/" + OURS));
        table.put("listApprovals", tried(About.LIST, "/approvals"));
        table.put("listEnvironments", tried(About.LIST, "/environments"));
        table.put("listExecutions", tried(About.LIST, "/executions"));
        table.put("listGrowth", tried(About.LIST, "/estate/growth?by=repository"));
        table.put("listImages", tried(About.LIST, "/images"));
        table.put("listLayers", tried(About.LIST, "/estate/layers"));
        table.put("listOrphans", tried(About.LIST, "/estate/orphans"));
        table.put("listKeptForUndo", tried(About.LIST, "/undo"));
        table.put("listPins", tried(About.LIST, "/pins"));
        table.put("listPlans", tried(About.LIST, "/plans"));
        table.put("listPolicies", tried(About.LIST, "/policies"));
        table.put("listRecord", tried(About.LIST, "/audit?limit=1000"));
        table.put("listRegistries", tried(About.LIST, "/registries"));
        table.put("listRepositories", tried(About.ONE, "/registries/" + OURS + "/repositories"));
        table.put("listSprawl", tried(About.LIST, "/estate/sprawl"));
        table.put("listStorage", tried(About.LIST, "/estate/storage"));
        table.put("listSources", tried(About.LIST, "/sources"));
        table.put("listTokens", tried(About.LIST, "/tokens"));
        table.put("listUses", tried(About.LIST, "/uses?current=false"));
        table.put("whoAmI", tried(About.LIST, "/whoami"));
    }

    private static void change(Known known, Map<String, Tried> table) {
        Map<String, ?> because = Map.of("reason", "tried");
        table.put("approvePlan", tried(About.ONE, "/plans/" + known.plan() + "/approvals", because));
        table.put("beginExecution", tried(About.ONE, "/executions", Map.of("plan", known.plan())));
        table.put("confirmEnvironment", tried(About.ALL, "/environments/host/confirm", because));
        table.put(
                "createPin",
                tried(
                        About.ONE,
                        "/pins",
                        Map.of("image", known.host() + "/" + Known.REPOSITORY + ":1.1", "reason", "tried")));
        table.put(
                "createPlan",
                tried(
                        About.ONE,
                        "/plans",
                        Map.of("registry", OURS, "policy", Watched.keepNewest(1, Known.REPOSITORY))));
        table.put(
                "createToken",
                tried(
                        About.ONE,
                        "/tokens",
                        Map.of(
                                "name",
                                "tried-" + NAMES.incrementAndGet(),
                                "role",
                                "viewer",
                                "registries",
                                List.of(OURS))));
        table.put("deletePin", tried(About.ONE, "/pins/" + known.pin() + "?reason=tried"));
        table.put("getLook", tried(About.ONE, "/registries/" + OURS + "/look"));
        table.put("stopLook", tried(About.ONE, "/registries/" + OURS + "/look"));
        table.put("lookAtRegistry", tried(About.ONE, "/registries/" + OURS + "/look"));
        table.put("retireEnvironment", tried(About.ALL, "/environments/none/retire", because));
        table.put("revokeToken", tried(About.ONE, "/tokens/" + known.token()));
        table.put("tellOfChanges", tried(About.ONE, "/registries/" + OURS + "/events", Map.of("events", List.of())));
        table.put("stopExecution", tried(About.ONE, "/executions/" + known.execution() + "/stop", because));
        table.put("withdrawApproval", tried(About.ONE, "/approvals/" + known.approval() + "?reason=tried"));
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ours = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        theirs = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        engine = EngineDouble.of(new EngineWorld(EngineWorld.Store.CONTAINERD, EngineWorld.Swarm.OUTSIDE));
        Watched watched = new Watched()
                .environment("host", engine.tcp())
                .registry(OURS, ours.url(), "environments: [host], environmentsComplete: true")
                .registry(THEIRS, theirs.url(), Watched.UNUSED)
                .rest("grace: 0s\napproval: {distinctApprover: false}\n" + "pins: [{image: \"" + ours.host() + "/"
                        + Known.REPOSITORY + ":1.2\", reason: an audit}]\n");
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        admin = new Api(server.url(), server.token());
        known = Known.make();
        deploy();
        admin.propose(OURS);
        Awaited.until(() -> admin.get("/uses").text().contains(Known.REPOSITORY));
        theirs.change(world -> new Builds(world, "theirs/app").images(3));
        another = admin.propose(THEIRS, Watched.keepNewest(1, "theirs/app"))
                .path("digest")
                .asText();
    }

    private static void deploy() {
        String image = ours.host() + "/" + Known.REPOSITORY;
        ours.change(world -> {
            Digest digest = Objects.requireNonNull(
                    world.repository(Known.REPOSITORY).tags().get("1.2"));
            Digest config = StoredManifest.read(world.blobs().get(digest))
                    .config()
                    .orElseThrow()
                    .digest();
            engine.world().pullByDigest(image, digest, digest, config);
            engine.world().run("web", image + "@" + digest, "running");
        });
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        engine.close();
        ours.close();
        theirs.close();
    }

    @Test
    void triesEveryCallThatIsDescribed() throws IOException {
        assertThat(table(known).keySet()).isEqualTo(Described.all().keySet()).hasSizeGreaterThan(30);
    }

    @Test
    void answersNobodyWithoutATokenThatHolds() throws IOException, InterruptedException {
        JsonNode revoked = made("administrator", List.of("**"));
        admin.delete("/tokens/" + revoked.path("id").asText()).with(204);
        JsonNode expired = admin.post(
                        "/tokens", Map.of("name", "expired", "role", "administrator", "expiresIn", "PT0.001S"))
                .with(201);
        List<String> tokens = List.of(
                "",
                "rgt_" + "0".repeat(43),
                revoked.path("token").asText(),
                expired.path("token").asText());

        for (String token : tokens) {
            Api nobody = new Api(server.url(), token);
            for (var each : Described.all().entrySet()) {
                Tried call = table(known).get(each.getKey());
                Api.Answer answer = nobody.call(each.getValue().method(), call.path(), call.body());
                assertThat(answer.status()).as(each.getKey()).isEqualTo(401);
                assertThat(leaks(call, answer.text())).as(each.getKey()).isEmpty();
            }
        }
    }

    @Test
    void answersWhatARoleMayForTheRegistriesOfItsToken() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(
                "| call | permission | about | " + String.join(" | ", ROLES) + " |",
                "|---|---|---|" + "---|".repeat(ROLES.size())));
        Map<String, Set<String>> permissions = new TreeMap<>();
        Map<String, Api> elsewhere = new TreeMap<>();
        Map<String, Api> here = new TreeMap<>();
        Map<String, Api> everywhere = new TreeMap<>();
        for (String role : ROLES) {
            elsewhere.put(role, of(role, List.of(THEIRS)));
            here.put(role, of(role, List.of(OURS)));
            everywhere.put(role, of(role, List.of("**")));
            permissions.put(role, permissions(everywhere.get(role)));
        }
        Map<String, List<Integer>> foreign = new TreeMap<>();
        for (var each : Described.all().entrySet()) {
            for (String role : ROLES) {
                boolean may = permissions.get(role).contains(each.getValue().permission());
                foreign.computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
                        .add(foreign(each.getKey(), each.getValue(), elsewhere.get(role), may));
            }
        }
        for (var each : Described.all().entrySet()) {
            StringBuilder line = new StringBuilder(
                    "| " + each.getKey() + " | " + each.getValue().permission() + " | "
                            + table(known).get(each.getKey()).about() + " |");
            for (String role : ROLES) {
                boolean may = permissions.get(role).contains(each.getValue().permission());
                int own = own(each.getKey(), each.getValue(), here.get(role), may, false);
                int all = own(each.getKey(), each.getValue(), everywhere.get(role), may, true);
                int other = foreign.get(each.getKey()).get(ROLES.indexOf(role));
                line.append(" " + all + ", " + own + ", " + other + " |");
            }
            lines.add(line.toString());
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target/rights.md"),
                "Statuses with a token for all registries, for the one that is asked about, and for another.\n\n"
                        + String.join("\n", lines) + "\n");
    }

    /// A token for another registry is told nothing of ours, and changes nothing of it.
    private static int foreign(String name, Described call, Api by, boolean may)
            throws IOException, InterruptedException {
        Tried tried = table(known).get(name);
        Api.Answer answer = name.equals("events") && may
                ? by.listen(tried.path(), "0", another)
                : by.call(call.method(), tried.path(), tried.body());
        List<Integer> refused = tried.about() == About.ONE ? List.of(403, 404) : List.of(403);
        if (may && tried.about() == About.LIST) {
            assertThat(answer.status()).as(name + answer.text()).isEqualTo(200);
        } else {
            assertThat(answer.status()).as(name + answer.text()).isIn(may ? refused : List.of(403));
        }
        assertThat(leaks(tried, answer.text())).as(name + ": " + answer.text()).isEmpty();
        return answer.status();
    }

    private static int own(String name, Described call, Api by, boolean may, boolean all)
            throws IOException, InterruptedException {
        Tried tried = table(known).get(name);
        Api.Answer answer = name.equals("events") && may
                ? by.listen(tried.path(), "0", known.plan())
                : by.call(call.method(), tried.path(), tried.body());
        if (may && (all || tried.about() != About.ALL)) {
            assertThat(answer.status())
                    .as(name + answer.text())
                    .isNotIn(401, 403)
                    .isLessThan(500);
        } else {
            assertThat(answer.status()).as(name + answer.text()).isEqualTo(403);
        }
        return answer.status();
    }

    private static List<String> leaks(Tried call, String text) {
        return known.marks().stream()
                .filter(mark -> !call.says(mark) && text.contains(mark))
                .toList();
    }

    private static Set<String> permissions(Api api) throws IOException, InterruptedException {
        Set<String> permissions = new TreeSet<>();
        Api.Answer answer = api.get("/whoami");
        if (answer.status() == 403) {
            // Whoever may not even ask that is a notifier.
            return Set.of("notify");
        }
        answer.with(200).path("permissions").forEach(each -> permissions.add(each.asText()));
        return permissions;
    }

    private static Api of(String role, List<String> registries) throws IOException, InterruptedException {
        return new Api(server.url(), made(role, registries).path("token").asText());
    }

    private static JsonNode made(String role, List<String> registries) throws IOException, InterruptedException {
        Map<String, ?> wanted =
                Map.of("name", role + "-" + NAMES.incrementAndGet(), "role", role, "registries", registries);
        return admin.post("/tokens", wanted).with(201);
    }
}
