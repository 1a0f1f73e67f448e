package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What was agreed to is not carried out for ever: not by a database that was put back from a
/// backup, and not after the approval's time.
class RestoredTest {

    private static final int IMAGES = 8;

    private static RegistryDouble registry;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(),
                Behaviour.good()
                        .writes(Writes.BY_DIGEST)
                        .fault(Fault.slow(Duration.ofMillis(300))
                                .on(CallKind.MANIFEST)
                                .method("DELETE")));
        Watched watched = new Watched().registry("main", registry.url(), Watched.UNUSED);
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        registry.close();
    }

    /// A copy of everything in the database's folder.
    private record Backup(RealServer of, Path data, Path copy) {

        /// The server is stopped for it.
        static Backup of(RealServer server) throws IOException, InterruptedException {
            Path data = server.data().resolve("postgres");
            Path copy = server.data().resolveSibling("backup");
            server.terminate();
            run("rm", "-rf", copy.toString());
            run("cp", "-a", data.toString(), copy.toString());
            server.restart();
            return new Backup(server, data, copy);
        }

        void putBack() throws IOException, InterruptedException {
            of.terminate();
            run("rm", "-rf", data.toString());
            run("cp", "-a", copy.toString(), data.toString());
            of.restart();
        }

        private static void run(String... command) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        }
    }

    @Test
    void voidsWhatIsOpenInADatabaseThatWasPutBack() throws IOException, InterruptedException {
        JsonNode approved = planned("approved/app");
        api.approve(approved);
        JsonNode open = planned("open/app");
        Backup backup = Backup.of(server);
        assertThat(api.ended(api.begin(approved)).path("state").asText()).isEqualTo("done");

        backup.putBack();

        mustBeVoid(approved);
        mustBeVoid(open);
        mustSaySo();
    }

    @Test
    void deletesNothingMoreByAnExecutionThatWasUnderWayInADatabaseThatWasPutBack()
            throws IOException, InterruptedException {
        JsonNode plan = planned("halfway/app");
        Set<Digest> all = held("halfway/app");
        String execution = api.apply(plan);
        api.done(execution, 2);
        Backup backup = Backup.of(server);
        assertThat(api.ended(execution).path("state").asText()).isEqualTo("done");
        assertThat(api.ended(api.undo(execution)).path("state").asText()).isEqualTo("done");
        assertThat(held("halfway/app")).isEqualTo(all);

        backup.putBack();

        JsonNode stopped = api.ended(execution);
        assertThat(stopped.path("state").asText()).as(stopped.toPrettyString()).isEqualTo("stopped");
        assertThat(stopped.path("stopReason").asText())
                .contains("how far it came can't be known any more")
                .contains("put back from a backup");
        assertThat(Api.outcomes(stopped).values()).contains("done", "skipped").doesNotContain("waiting");
        assertThat(held("halfway/app")).isEqualTo(all);
        mustSaySo();
        assertThat(api.get("/audit?limit=1000&action=execution.stopped").text()).contains(execution);
    }

    @Test
    void seesThatItsDatabaseIsPutBackWhileItRuns() throws IOException, InterruptedException, SQLException {
        JsonNode approved = planned("under/approved");
        api.approve(approved);
        JsonNode open = planned("under/open");
        OwnDatabase database = new OwnDatabase(server.data());
        database.backUp();
        Set<Digest> all = held("under/approved");
        String execution = Awaited.value(
                        () -> api.post("/executions", plan(approved)), answer -> answer.status() == 202)
                .body()
                .path("execution")
                .asText();
        assertThat(api.ended(execution).path("state").asText()).isEqualTo("done");
        assertThat(api.ended(api.undo(execution)).path("state").asText()).isEqualTo("done");

        database.restore();

        Awaited.value(
                () -> api.get("/plans/" + digest(approved)),
                answer -> answer.status() == 200
                        && answer.body().path("state").asText().equals("void"));
        mustBeVoid(approved);
        mustBeVoid(open);
        assertThat(held("under/approved")).isEqualTo(all);
        mustSaySo();
        JsonNode anew = planned("under/anew");
        assertThat(api.ended(api.apply(anew)).path("state").asText()).isEqualTo("done");
    }

    @Test
    void goesOnWithNothingWhoseApprovalEndedWhileNobodyWasAtIt()
            throws IOException, InterruptedException, SQLException {
        JsonNode plan = planned("lapsed/app");
        String execution = api.apply(plan);
        api.done(execution, 2);
        server.kill9();
        new OwnDatabase(server.data())
                .execute("update approvals set until_at = clock_timestamp() where execution = '" + execution + "'");
        Set<Digest> left = held("lapsed/app");

        server.restart();

        JsonNode stopped = api.ended(execution);
        assertThat(stopped.path("state").asText()).as(stopped.toPrettyString()).isEqualTo("stopped");
        assertThat(stopped.path("stopReason").asText()).contains("its approval by admin ended at");
        assertThat(Api.outcomes(stopped).values()).contains("done", "skipped").doesNotContain("waiting");
        assertThat(held("lapsed/app")).isEqualTo(left).hasSizeGreaterThan(1);
    }

    @Test
    void beginsNothingByAnApprovalThatIsOutOfTime() throws IOException, InterruptedException, SQLException {
        JsonNode plan = planned("late/app");
        String approval = api.approve(plan).path("approval").asText();
        new OwnDatabase(server.data())
                .execute("update approvals set until_at = clock_timestamp() where id = '" + approval + "'");

        Api.Answer begun = api.post("/executions", plan(plan));

        assertThat(begun.status()).isEqualTo(409);
        assertThat(begun.detail()).contains("no approval of it holds: approve it first");
        JsonNode approvals = api.get("/approvals").with(200).path("items");
        approvals.forEach(each -> {
            if (each.path("id").asText().equals(approval)) {
                assertThat(each.path("state").asText()).isEqualTo("lapsed");
            }
        });
        assertThat(approvals.findValuesAsText("id")).contains(approval);
        assertThat(api.sayYes(plan).status()).as("it can be approved again").isEqualTo(201);
    }

    private static JsonNode planned(String repository) throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, repository).images(IMAGES));
        return api.propose("main", Watched.keepNewest(1, repository));
    }

    private static String digest(JsonNode plan) {
        return plan.path("digest").asText();
    }

    private static Map<String, String> plan(JsonNode plan) {
        return Map.of("plan", digest(plan));
    }

    private static void mustBeVoid(JsonNode plan) throws IOException, InterruptedException {
        assertThat(api.get("/plans/" + digest(plan)).with(200).path("state").asText())
                .isEqualTo("void");
        assertThat(api.sayYes(plan).status()).isEqualTo(409);
        assertThat(api.post("/executions", plan(plan)).status()).isEqualTo(409);
    }

    private static void mustSaySo() throws IOException, InterruptedException {
        assertThat(api.get("/audit?limit=1000&action=database.older-than-mark").text())
                .contains("put back from a backup");
        assertThat(api.get("/doctor").with(200).path("items").findValuesAsText("detail"))
                .anyMatch(detail -> detail.contains("put back from a backup"));
        assertThat(api.health().toString()).contains("putBack");
        assertThat(server.log()).contains("the database was put back: open plans and approvals are void");
    }

    private static Set<Digest> held(String repository) {
        Set<Digest> held = new TreeSet<>();
        registry.change(world -> held.addAll(world.repository(repository).manifests()));
        return held;
    }
}
