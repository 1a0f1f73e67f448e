package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two servers on one database: an execution is one server's at a time, and never repeated.
class TwoServersTest {

    private static final Pattern FENCE = Pattern.compile("\"fence\":\"[0-9]+\"");
    private static final int IMAGES = 10;
    private static final Duration SLOW = Duration.ofMillis(300);

    private static EmbeddedPostgres database;
    private static RegistryDouble registry;
    private static RealServer first;
    private static RealServer second;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(),
                Behaviour.good()
                        .writes(Writes.BY_DIGEST)
                        .fault(Fault.slow(SLOW).on(CallKind.MANIFEST).method("DELETE")));
        Watched watched = new Watched().registry("main", registry.url(), Watched.UNUSED);
        Path config = watched.write();
        database = EmbeddedPostgres.start(watched.folder().resolve("postgres"));
        String url = "postgresql://" + database.user() + ":" + database.password() + "@127.0.0.1:" + database.port()
                + "/regent";
        RealServer.Options shared = RealServer.Options.USUAL
                .with("REGENT_DATABASE_URL", url)
                .with(
                        "REGENT_AUDIT_KEY_FILE",
                        watched.folder().resolve("audit-key").toString());
        first = RealServer.start(config, shared);
        second = RealServer.start(config, shared);
    }

    @AfterAll
    static void stop() {
        for (RealServer server : new RealServer[] {first, second}) {
            if (server != null) {
                server.close();
            }
        }
        if (database != null) {
            database.close();
        }
        registry.close();
    }

    @Test
    void theSecondGoesOnWhenTheFirstFreezesAndTheFirstDoesNothingMoreWhenItWakesUp()
            throws IOException, InterruptedException {
        Api throughFirst = new Api(first.url(), first.token());
        Api throughSecond = new Api(second.url(), first.token());
        String execution = begun(throughFirst, "frozen/app");
        throughFirst.done(execution, 2);

        first.freeze();
        JsonNode ended = throughSecond.ended(execution);
        first.thaw();

        mustHaveCome(ended, "frozen/app");
        List<Call> before = deletions("frozen/app");
        Awaited.until(() -> first.log().contains("execution interrupted"));
        assertThat(deletions("frozen/app")).isEqualTo(before);
        assertThat(throughFirst.execution(execution)).isEqualTo(ended);
    }

    @Test
    void theSecondTakesOverWhatTheFirstLeftWhenItWasKilled() throws IOException, InterruptedException {
        Api throughFirst = new Api(first.url(), first.token());
        Api throughSecond = new Api(second.url(), first.token());
        String execution = begun(throughFirst, "killed/app");
        throughFirst.done(execution, 2);

        first.kill9();
        try {
            mustHaveCome(throughSecond.ended(execution), "killed/app");
            assertThat(fences(throughSecond, execution)).hasSize(2);
        } finally {
            first.restart();
        }
    }

    private static String begun(Api api, String repository) throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, repository).images(IMAGES));
        return api.apply(api.propose("main", Watched.keepNewest(1, repository)));
    }

    /// As if one server had done it all.
    private static void mustHaveCome(JsonNode ended, String repository) {
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("done");
        assertThat(Api.outcomes(ended).values())
                .as(ended.toPrettyString())
                .containsOnly("done")
                .hasSize(IMAGES - 1);
        Set<Digest> held = new TreeSet<>();
        registry.change(world -> held.addAll(world.repository(repository).manifests()));
        assertThat(held).hasSize(1);
        assertThat(deletions(repository).stream().map(call -> call.reference().orElseThrow()))
                .as(registry.calls(CallKind.MANIFEST).stream()
                        .map(Call::toString)
                        .collect(Collectors.joining("\n")))
                .doesNotHaveDuplicates()
                .hasSize(IMAGES - 1);
    }

    private static List<Call> deletions(String repository) {
        return registry.calls(CallKind.MANIFEST).stream()
                .filter(call -> call.method().equals("DELETE")
                        && call.repository().filter(repository::equals).isPresent())
                .toList();
    }

    /// The fencing numbers under which steps of an execution were carried out.
    private static Set<String> fences(Api api, String execution) throws IOException, InterruptedException {
        return api.get("/audit/export")
                .text()
                .lines()
                .filter(line -> line.contains("step.done") && line.contains(execution))
                .flatMap(line -> FENCE.matcher(line).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
