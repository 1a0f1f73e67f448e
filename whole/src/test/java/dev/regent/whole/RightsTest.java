package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may do what, and what a yes takes.
class RightsTest {

    private static RegistryDouble registry;
    private static RealServer server;
    private static Api admin;
    private static Api proposer;
    private static Api approver;
    private static Api viewer;
    private static Api stranger;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(),
                Behaviour.good()
                        .writes(Writes.BY_DIGEST)
                        .fault(Fault.slow(Duration.ofMillis(300))
                                .on(CallKind.MANIFEST)
                                .method("DELETE")));
        Watched watched = new Watched()
                .registry("main", registry.url(), Watched.UNUSED)
                .registry("unsaid", registry.url().resolve("http://localhost:" + registry.port()), "role: primary")
                .rest("grace: 0s\nlimits: {largePlan: {share: 0.2, manifests: 1000}}\n");
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        admin = new Api(server.url(), server.token());
        proposer = with("proposer", List.of("**"));
        approver = with("approver", List.of("**"));
        viewer = with("viewer", List.of("**"));
        stranger = with("approver", "stranger", List.of("other-*"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        registry.close();
    }

    private static Api with(String role, List<String> registries) throws IOException, InterruptedException {
        return with(role, role, registries);
    }

    private static Api with(String role, String name, List<String> registries)
            throws IOException, InterruptedException {
        JsonNode made = admin.post("/tokens", Map.of("name", name, "role", role, "registries", registries))
                .with(201);
        return new Api(server.url(), made.path("token").asText());
    }

    @Test
    void stopsWhenAPersonSaysSoAndTellsWho() throws IOException, InterruptedException {
        JsonNode plan = planned("stopped/app", 12);
        String execution = approver.apply(plan);
        approver.done(execution, 1);

        approver.post("/executions/" + execution + "/stop", Map.of("reason", "wrong week"))
                .with(202);
        JsonNode ended = approver.ended(execution);

        assertThat(ended.path("state").asText()).isEqualTo("stopped");
        assertThat(ended.path("stopReason").asText()).contains("wrong week").contains("approver");
        assertThat(Api.outcomes(ended).values()).contains("done", "skipped").doesNotContain("waiting", "failed");
    }

    @Test
    void takesASecondPersonToApprove() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "second/app").images(3));
        JsonNode plan = approver.propose("main", Watched.keepNewest(1, "second/app"));

        Api.Answer same = approver.sayYes(plan);
        Api.Answer other = admin.sayYes(plan);

        assertThat(same.status()).isEqualTo(409);
        assertThat(same.detail()).contains("somebody else");
        assertThat(other.status()).as(other.text()).isEqualTo(201);
        assertThat(Instant.parse(other.body().path("until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
    }

    @Test
    void takesAWordOfItsOwnToApproveALargePlan() throws IOException, InterruptedException {
        JsonNode plan = planned("large/app", 200);
        String approvals = "/plans/" + plan.path("digest").asText() + "/approvals";

        Api.Answer without = approver.post(approvals, Map.of("reason", "looked at it"));

        assertThat(without.status()).isEqualTo(409);
        assertThat(without.detail()).contains("large").contains("--allow-large");
        assertThat(approver.sayYes(plan).status()).isEqualTo(201);
    }

    @Test
    void approvesNothingWhileNobodySaidThatAllEnvironmentsAreNamed() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "unsaid/app").images(3));
        JsonNode plan = proposer.propose("unsaid", Watched.keepNewest(1, "unsaid/app"));

        Api.Answer answer = approver.sayYes(plan);

        assertThat(plan.path("steps")).hasSize(2);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("reasons")).isNotEmpty();
        assertThat(answer.detail()).contains("environmentsComplete: true").contains("environments: [");
    }

    @Test
    void carriesOutNothingWithoutAnApproval() throws IOException, InterruptedException {
        JsonNode plan = planned("unapproved/app", 3);

        Api.Answer answer =
                approver.post("/executions", Map.of("plan", plan.path("digest").asText()));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("approve it first");
    }

    @Test
    void letsAViewerReadAndNothingElse() throws IOException, InterruptedException {
        JsonNode plan = planned("viewed/app", 3);
        String digest = plan.path("digest").asText();

        assertThat(viewer.get("/plans/" + digest).status()).isEqualTo(200);
        assertThat(viewer.post("/plans", Map.of("registry", "main")).status()).isEqualTo(403);
        assertThat(viewer.sayYes(plan).status()).isEqualTo(403);
        assertThat(viewer.post("/executions", Map.of("plan", digest)).status()).isEqualTo(403);
        assertThat(viewer.post("/pins", Map.of("image", "viewed/app:1.0", "reason", "mine"))
                        .status())
                .isEqualTo(403);
        assertThat(viewer.get("/tokens").status()).isEqualTo(403);
        assertThat(proposer.sayYes(plan).status()).isEqualTo(403);
    }

    @Test
    void showsNothingOfARegistryThatATokenIsNotFor() throws IOException, InterruptedException {
        JsonNode plan = planned("foreign/app", 3);
        String digest = plan.path("digest").asText();
        String execution = approver.apply(plan);
        approver.ended(execution);

        for (String list : List.of(
                "/registries",
                "/registries/offered",
                "/plans",
                "/executions",
                "/images",
                "/approvals",
                "/undo",
                "/workloads",
                "/node-images")) {
            assertThat(stranger.get(list).with(200).path("items")).as(list).isEmpty();
        }
        for (String page : List.of("/sources", "/uses", "/audit", "/audit/export", "/policies")) {
            assertThat(stranger.get(page).text())
                    .as(page)
                    .doesNotContain("foreign/app")
                    .doesNotContain(digest)
                    .doesNotContain(execution)
                    .doesNotContain(registry.host());
        }
        for (String page : List.of(
                "/plans/" + digest,
                "/executions/" + execution,
                "/executions/" + execution + "/events",
                "/registries/main",
                "/registries/main/repositories",
                "/registries/main/gc",
                "/images?registry=main")) {
            assertThat(stranger.get(page).status()).as(page).isIn(403, 404);
        }
        assertThat(stranger.sayYes(plan).status()).isIn(403, 404);
        assertThat(stranger.post("/plans", Map.of("registry", "main")).status()).isIn(403, 404);
        assertThat(stranger.post("/executions", Map.of("undo", execution)).status())
                .isIn(403, 404);
        assertThat(stranger.post("/executions/" + execution + "/stop", Map.of("reason", "no"))
                        .status())
                .isIn(403, 404);
    }

    @Test
    void givesNoNameToTwoPeople() throws IOException, InterruptedException {
        for (String name : List.of("approver", "Approver", "admin", "regent", "REGENT")) {
            Api.Answer second = admin.post("/tokens", Map.of("name", name, "role", "viewer"));

            assertThat(second.status()).as(name).isEqualTo(409);
            assertThat(second.detail()).as(name).contains("take another");
        }
    }

    @Test
    void letsATokenPinAndUnpinWhatItCoversAndNothingElse() throws IOException, InterruptedException {
        Api mine = with("proposer", "pins of main", List.of("main"));
        Api theirs = with("proposer", "pins of others", List.of("unsaid"));
        String here = registry.host() + "/pinned/app:1.0";

        String one = pinned(mine, here).with(201).path("id").asText();
        String all = pinned(proposer, "pinned/app:2.0").with(201).path("id").asText();

        assertThat(pinned(theirs, here).status()).isEqualTo(404);
        assertThat(pinned(mine, "elsewhere.example/pinned/app:1.0").status()).isEqualTo(404);
        assertThat(pinned(mine, "pinned/app:3.0").status()).isEqualTo(403);
        assertThat(pinned(mine, "pinned/app:3.0").detail())
                .contains("keeps images of all registries")
                .contains("HOST/pinned/app:TAG");
        assertThat(pins(mine)).containsExactly(one);
        assertThat(pins(theirs)).isEmpty();
        assertThat(pins(proposer)).contains(one, all);
        assertThat(theirs.delete("/pins/" + one + "?reason=no").status()).isEqualTo(404);
        assertThat(mine.delete("/pins/" + all + "?reason=no").status()).isEqualTo(404);
        assertThat(pins(proposer)).contains(one, all);
        assertThat(mine.delete("/pins/" + one + "?reason=over").status()).isEqualTo(204);
        assertThat(proposer.delete("/pins/" + all + "?reason=over").status()).isEqualTo(204);
    }

    private static Api.Answer pinned(Api by, String image) throws IOException, InterruptedException {
        return by.post("/pins", Map.of("image", image, "reason", "it is needed"));
    }

    private static List<String> pins(Api of) throws IOException, InterruptedException {
        return of.get("/pins").with(200).path("items").findValuesAsText("id");
    }

    @Test
    void letsAnAdministratorOfSomeRegistriesMakeAndEndTokensForTheseAlone() throws IOException, InterruptedException {
        Api some = with("administrator", "admin of main", List.of("main", "team-*"));
        Map<String, Object> wanted = Map.of("name", "made by some", "role", "viewer");

        assertThat(some.post("/tokens", with(wanted, List.of("**"))).status()).isEqualTo(403);
        assertThat(some.post("/tokens", with(wanted, List.of("main", "unsaid"))).status())
                .isEqualTo(403);
        assertThat(some.post("/tokens", with(wanted, List.of("team-*", "team-a")))
                        .status())
                .isEqualTo(201);
        JsonNode same = some.post("/tokens", Map.of("name", "the same", "role", "viewer"))
                .with(201);

        assertThat(same.path("registries").toString()).isEqualTo("[\"main\",\"team-*\"]");
        List<String> seen =
                some.get("/tokens?limit=1000").with(200).path("items").findValuesAsText("name");
        assertThat(seen).contains("the same", "made by some").doesNotContain("admin", "stranger");
        admin.get("/tokens?limit=1000").with(200).path("items").forEach(token -> {
            if (token.path("name").asText().equals("stranger")) {
                assertThat(status(some, "/tokens/" + token.path("id").asText())).isEqualTo(404);
            }
        });
        assertThat(some.delete("/tokens/" + same.path("id").asText()).status()).isEqualTo(204);
    }

    private static Map<String, Object> with(Map<String, Object> wanted, List<String> registries) {
        Map<String, Object> all = new HashMap<>(wanted);
        all.put("registries", registries);
        return all;
    }

    private static int status(Api by, String path) {
        try {
            return by.delete(path).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsTokensAndTheStreamsThatTheyRead() throws IOException, InterruptedException, ExecutionException {
        JsonNode revoked = admin.post("/tokens", Map.of("name", "revoked", "role", "viewer"))
                .with(201);
        JsonNode expiring = admin.post("/tokens", Map.of("name", "expiring", "role", "viewer", "expiresIn", "PT6S"))
                .with(201);
        List<CompletableFuture<String>> streams = new ArrayList<>();
        for (JsonNode token : List.of(revoked, expiring)) {
            Api api = new Api(server.url(), token.path("token").asText());
            api.get("/whoami").with(200);
            streams.add(api.stream("/events"));
        }
        assertThat(streams).noneMatch(CompletableFuture::isDone);

        assertThat(admin.delete("/tokens/" + revoked.path("id").asText()).status())
                .isEqualTo(204);

        streams.getFirst().get();
        streams.getLast().get();
        for (JsonNode token : List.of(revoked, expiring)) {
            Api api = new Api(server.url(), token.path("token").asText());
            assertThat(api.get("/whoami").status()).isEqualTo(401);
            assertThat(api.get("/events").status()).isEqualTo(401);
        }
        assertThat(Instant.parse(expiring.path("expires").asText())).isBefore(Instant.now());
    }

    private static JsonNode planned(String repository, int images) throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, repository).images(images));
        return proposer.propose("main", Watched.keepNewest(1, repository));
    }
}
