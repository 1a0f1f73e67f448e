package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The registry doesn't do what is asked of it, or does more.
class RefusalsTest {

    private static final Behaviour GOOD = Behaviour.good().writes(Writes.BY_DIGEST);

    private static RegistryDouble registry;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(new World(), GOOD);
        server = RealServer.start(
                new Watched().registry("main", registry.url(), Watched.UNUSED).write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        registry.close();
    }

    @AfterEach
    void behaveAgain() {
        registry.behave(GOOD);
    }

    @Test
    void doesNothingOfAClosureWhoseFirstDeletionIsRefused() throws IOException, InterruptedException {
        registry.change(world -> {
            Builds builds = new Builds(world, "refused/app");
            builds.signedIndex(0, "1.0");
            builds.platform(1, "amd64", "1.1");
        });
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "refused/*"));
        registry.behave(Behaviour.good().writes(Writes.NO_DELETION));

        JsonNode execution = api.ended(api.apply(plan));

        List<String> details = Api.details(execution, "refused/app");
        assertThat(details)
                .as(execution.toPrettyString())
                .hasSize(plan.path("steps").size());
        assertThat(details.getFirst()).startsWith("failed: ").contains("405");
        assertThat(details.subList(1, details.size())).isNotEmpty().allMatch(detail -> detail.startsWith("skipped: "));
        assertThat(deletions("refused/app")).hasSize(1);
    }

    @Test
    void stopsAfterFiveFailuresInARow() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "failing/app").images(9));
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "failing/*"));
        registry.behave(Behaviour.good().writes(Writes.NO_DELETION));

        JsonNode execution = api.ended(api.apply(plan));

        assertThat(execution.path("state").asText()).isEqualTo("stopped");
        assertThat(execution.path("stopReason").asText()).contains("5 steps in a row failed");
        assertThat(Api.outcomes(execution).values())
                .containsOnly("failed", "skipped")
                .filteredOn("failed"::equals)
                .hasSize(5);
        assertThat(deletions("failing/app")).hasSize(5);
    }

    @Test
    void waitsAsLongAsTheRegistrySaysBeforeItAsksAgain() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "paced/app").images(2));
        JsonNode plan = api.propose("main", Watched.keepNewest(1, "paced/*"));
        List<Long> sent = Collections.synchronizedList(new ArrayList<>());
        registry.behave(GOOD.fault(Fault.meanwhile(_ -> sent.add(System.nanoTime()))
                        .on(CallKind.MANIFEST)
                        .method("DELETE"))
                .fault(Fault.rateLimited(Duration.ofSeconds(3))
                        .on(CallKind.MANIFEST)
                        .method("DELETE")
                        .first(1)));

        JsonNode execution = api.ended(api.apply(plan));

        assertThat(Api.outcomes(execution).values()).containsExactly("done");
        assertThat(sent).hasSize(2);
        assertThat(Duration.ofNanos(sent.get(1) - sent.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void putsBackATagThatWasMovedOntoWhatWasDeletedAndStops() throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, "vanishing/app").images(5));
        JsonNode plan = api.propose("main", Watched.keepNewest(2, "vanishing/*"));
        List<Digest> moved = Collections.synchronizedList(new ArrayList<>());
        registry.behave(GOOD.fault(Fault.meanwhile(call -> {
                    Digest deleted = new Digest(call.reference().orElseThrow());
                    moved.add(deleted);
                    registry.change(world -> world.tag("vanishing/app", "1.4", deleted));
                })
                .on(CallKind.MANIFEST)
                .method("DELETE")
                .first(1)));

        JsonNode execution = api.ended(api.apply(plan));

        assertThat(execution.path("state").asText()).isEqualTo("stopped");
        assertThat(execution.path("stopReason").asText()).contains("1.4").contains("put back");
        assertThat(Api.outcomes(execution).values())
                .filteredOn("done"::equals)
                .as(execution.toPrettyString())
                .hasSize(1);
        assertThat(tags("vanishing/app")).containsEntry("1.4", moved.getFirst()).hasSize(4);
    }

    private static List<Call> deletions(String repository) {
        return registry.calls(CallKind.MANIFEST).stream()
                .filter(call -> call.method().equals("DELETE")
                        && call.repository().filter(repository::equals).isPresent())
                .toList();
    }

    private static Map<String, Digest> tags(String repository) {
        Map<String, Digest> tags = new TreeMap<>();
        registry.change(world -> tags.putAll(world.repository(repository).tags()));
        return tags;
    }
}
