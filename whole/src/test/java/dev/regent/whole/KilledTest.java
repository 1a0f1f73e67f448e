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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The server or its database is killed in the middle of an execution; the end is that of the
/// uninterrupted run.
class KilledTest {

    private static final int IMAGES = 8;
    private static final int KEPT = 2;

    /// How long the registry takes to answer a DELETE; it deletes at once.
    private static final Duration SLOW = Duration.ofMillis(150);

    private static final AtomicInteger ROUNDS = new AtomicInteger();
    private static RegistryDouble registry;
    private static RealServer server;
    private static Api api;

    /// One repository with a plan of its own.
    private record Round(String repository, Set<Digest> stay, Set<Digest> go) {

        static Round begin() {
            String name = "round/r" + ROUNDS.incrementAndGet();
            Set<Digest> stay = new TreeSet<>();
            registry.change(world -> {
                Builds builds = new Builds(world, name);
                List<Digest> images = builds.images(IMAGES);
                stay.addAll(images.subList(IMAGES - KEPT, IMAGES));
                builds.signedIndex(0, "multi");
            });
            Set<Digest> go = new TreeSet<>(held(name));
            go.removeAll(stay);
            return new Round(name, stay, go);
        }

        String apply() throws IOException, InterruptedException {
            JsonNode plan = api.propose("main", Watched.keepNewest(KEPT, repository));
            assertThat(plan.path("steps").size()).as(plan.toString()).isEqualTo(go.size());
            return api.apply(plan);
        }

        /// As if nothing had happened.
        void mustHaveCome(String execution) throws InterruptedException {
            JsonNode ended = api.ended(execution);
            assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("done");
            assertThat(Api.outcomes(ended).values())
                    .as(ended.toPrettyString())
                    .containsOnly("done")
                    .hasSize(go.size());
            assertThat(held(repository)).isEqualTo(stay);
            assertThat(repeatedBlindly(repository)).isEmpty();
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(),
                Behaviour.good()
                        .writes(Writes.BY_DIGEST)
                        .fault(Fault.slow(SLOW).on(CallKind.MANIFEST).method("DELETE")));
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

    @Test
    void comesToTheSameEndWhereverTheServerIsKilled() throws IOException, InterruptedException {
        int kills = Integer.getInteger("regent.kills", 4);
        long seed = Long.getLong("regent.seed", System.nanoTime());
        System.out.println("kill points: " + kills + ", seed " + seed);
        Random random = new Random(seed);
        List<String> figures = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            Round round = Round.begin();
            String execution = round.apply();
            long at = random.nextLong(SLOW.toMillis() * round.go().size());
            Thread.sleep(at);
            server.kill9();
            int done = round.go().size() - (held(round.repository()).size() - KEPT);
            long began = System.nanoTime();
            server.restart();
            Duration ready = Duration.ofNanos(System.nanoTime() - began);
            round.mustHaveCome(execution);
            figures.add("killed after " + at + " ms with " + done + " of "
                    + round.go().size() + " deleted: ready after " + ready.toMillis() + " ms, at its end after "
                    + (System.nanoTime() - began) / 1_000_000 + " ms");
        }
        figures.forEach(System.out::println);
    }

    @Test
    void goesOnByItselfWhenItsDatabaseIsKilled() throws IOException, InterruptedException {
        Round round = Round.begin();
        String execution = round.apply();
        api.done(execution, 2);
        long before = server.database().orElseThrow().pid();

        server.killDatabase();

        round.mustHaveCome(execution);
        assertThat(server.database().orElseThrow().pid()).isNotEqualTo(before);
        assertThat(server.running()).isTrue();
    }

    @Test
    void endsWithinTenSecondsOfSigtermAndGoesOnAfterwards() throws IOException, InterruptedException {
        Round round = Round.begin();
        String execution = round.apply();
        api.done(execution, 2);

        Duration took = server.terminate();

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(server.database()).isEmpty();
        assertThat(held(round.repository()).size()).as("it was in the middle").isGreaterThan(KEPT);
        server.restart();
        round.mustHaveCome(execution);
    }

    private static Set<Digest> held(String repository) {
        Set<Digest> held = new TreeSet<>();
        registry.change(world -> held.addAll(world.repository(repository).manifests()));
        return held;
    }

    /// Manifests for which a DELETE was sent again without a look in between.
    private static Set<String> repeatedBlindly(String repository) {
        Set<String> sent = new HashSet<>();
        Set<String> repeated = new TreeSet<>();
        for (Call call : registry.calls(CallKind.MANIFEST)) {
            if (call.repository().filter(repository::equals).isEmpty()) {
                continue;
            }
            String reference = call.reference().orElseThrow();
            if (!call.method().equals("DELETE")) {
                sent.remove(reference);
            } else if (!sent.add(reference)) {
                repeated.add(reference);
            }
        }
        return repeated;
    }
}
