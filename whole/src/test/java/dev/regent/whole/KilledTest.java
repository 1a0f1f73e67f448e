package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.engine.record.RecordCheck;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The server or its database is killed in the middle of an execution; the end is that of the
/// uninterrupted run.
class KilledTest {

    private static final int IMAGES = 4;
    private static final int KEPT = 2;

    /// How long the registry takes to answer a change; it is made at once.
    private static final Duration SLOW = Duration.ofMillis(100);

    /// What else a step takes, roughly.
    private static final Duration BESIDE = Duration.ofMillis(120);

    private static final int KILLS = Integer.getInteger("regent.kills", 5);
    private static final AtomicInteger ROUNDS = new AtomicInteger();
    private static RegistryDouble registry;
    private static RealServer server;
    private static Api api;

    /// Some repositories with a plan of their own.
    ///
    /// @param name what their names begin with
    private record Round(String name, Set<Digest> stay, Set<Digest> go) {

        private static final List<String> REPOSITORIES = List.of("a", "b", "c", "d");

        static Round begin() {
            String name = "round-" + ROUNDS.incrementAndGet() + "/";
            Set<Digest> stay = new TreeSet<>();
            registry.change(world -> {
                for (String repository : REPOSITORIES) {
                    List<Digest> images = new Builds(world, name + repository).images(IMAGES);
                    stay.addAll(images.subList(IMAGES - KEPT, IMAGES));
                }
                new Builds(world, name + "a").signedIndex(0, "multi");
            });
            Set<Digest> go = new TreeSet<>(held(name));
            go.removeAll(stay);
            return new Round(name, stay, go);
        }

        String apply() throws IOException, InterruptedException {
            JsonNode plan = api.propose("main", Watched.keepNewest(KEPT, name + "*"));
            assertThat(plan.path("steps").size()).as(plan.toString()).isEqualTo(go.size());
            return api.apply(plan);
        }

        int deleted() {
            return stay.size() + go.size() - held(name).size();
        }

        /// Some moment of the uninterrupted run.
        long moment(Random random) {
            return random.nextLong(SLOW.plus(BESIDE).toMillis() * go.size());
        }

        /// As if nothing had happened.
        void mustHaveCome(String execution) throws IOException, InterruptedException {
            JsonNode ended = api.ended(execution);
            assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("done");
            assertThat(Api.outcomes(ended).values())
                    .as(ended.toPrettyString())
                    .containsOnly("done")
                    .hasSize(go.size());
            assertThat(held(name)).isEqualTo(stay);
            assertThat(repeatedBlindly(name)).isEmpty();
            mustTellIn(Exported.of(server), execution);
        }
    }

    /// What repositories hold whose names begin alike.
    private record Content(Map<String, Set<Digest>> manifests, Map<String, Map<String, Digest>> tags) {
        static Content of(String prefix) {
            Content content = new Content(new TreeMap<>(), new TreeMap<>());
            registry.change(world -> world.repositories().forEach((name, repository) -> {
                if (name.startsWith(prefix)) {
                    content.manifests().put(name, new TreeSet<>(repository.manifests()));
                    content.tags().put(name, new TreeMap<>(repository.tags()));
                }
            }));
            return content;
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(),
                Behaviour.good()
                        .writes(Writes.BY_DIGEST)
                        .fault(Fault.slow(SLOW).on(CallKind.MANIFEST).where(Call::writes)));
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
        Random random = random();
        for (int kill = 0; kill < KILLS; kill++) {
            Round round = Round.begin();
            String execution = round.apply();
            boolean both = kill % 2 == 1;
            Thread.sleep(round.moment(random));
            server.kill9();
            if (both) {
                server.killDatabase();
            }
            int deleted = round.deleted();
            long began = System.nanoTime();
            server.restart();
            long ready = millisSince(began);
            round.mustHaveCome(execution);
            System.out.printf(
                    "server%s killed with %d of %d deleted: ready after %d ms, at the end after %d ms%n",
                    both ? " and database" : "", deleted, round.go().size(), ready, millisSince(began));
        }
    }

    @Test
    void putsEverythingBackWhereverTheServerIsKilled() throws IOException, InterruptedException {
        Random random = random();
        for (int kill = 0; kill < KILLS; kill += 2) {
            Round round = Round.begin();
            Content before = Content.of(round.name());
            String execution = round.apply();
            round.mustHaveCome(execution);
            String undo = api.undo(execution);
            Thread.sleep(round.moment(random));
            server.kill9();
            int missing = round.deleted();
            server.restart();
            JsonNode ended = api.ended(undo);
            assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("done");
            assertThat(Api.outcomes(ended).values()).as(ended.toPrettyString()).containsOnly("done");
            assertThat(Content.of(round.name())).isEqualTo(before);
            mustTellIn(Exported.of(server), undo);
            System.out.printf(
                    "server killed with %d of %d put back%n",
                    round.go().size() - missing, round.go().size());
        }
    }

    @Test
    void comesToTheSameEndWheneverItsDatabaseIsKilled() throws IOException, InterruptedException {
        Random random = random();
        for (int kill = 0; kill < KILLS; kill++) {
            Round round = Round.begin();
            String execution = round.apply();
            Thread.sleep(round.moment(random));
            long before = server.database().orElseThrow().pid();
            int deleted = round.deleted();
            long began = System.nanoTime();
            server.killDatabase();
            round.mustHaveCome(execution);
            System.out.printf(
                    "database killed with %d of %d deleted: at the end after %d ms%n",
                    deleted, round.go().size(), millisSince(began));
            assertThat(server.running()).isTrue();
            assertThat(server.database().map(ProcessHandle::pid)).isPresent().isNotEqualTo(Optional.of(before));
        }
    }

    @Test
    void endsWithinTenSecondsOfSigtermAndGoesOnAfterwards() throws IOException, InterruptedException {
        Round round = Round.begin();
        String execution = round.apply();
        api.done(execution, 2);

        Duration took = server.terminate();

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(server.database()).isEmpty();
        assertThat(round.deleted())
                .as("it was in the middle")
                .isLessThan(round.go().size());
        server.restart();
        round.mustHaveCome(execution);
    }

    /// The record verifies with the server's key, and has the execution from its beginning to its end.
    private static void mustTellIn(Exported record, String execution) throws IOException {
        assertThat(record.check()).isInstanceOf(RecordCheck.Intact.class);
        assertThat(record.actions(execution))
                .startsWith("execution.started")
                .endsWith("execution.done")
                .containsOnlyOnce("execution.started", "execution.done");
    }

    private static Random random() {
        long seed = Long.getLong("regent.seed", System.nanoTime());
        System.out.println(KILLS + " kill points with -Dregent.seed=" + seed);
        return new Random(seed);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static Set<Digest> held(String prefix) {
        Set<Digest> held = new TreeSet<>();
        Content.of(prefix).manifests().values().forEach(held::addAll);
        return held;
    }

    /// Manifests for which a DELETE was sent again without a look in between.
    private static Set<String> repeatedBlindly(String prefix) {
        Set<String> sent = new HashSet<>();
        Set<String> repeated = new TreeSet<>();
        for (Call call : registry.calls(CallKind.MANIFEST)) {
            if (call.repository().filter(name -> name.startsWith(prefix)).isEmpty()) {
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
