package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A large registry that takes its time, beside one that lies, one that is silent and one that is well.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrawlTest {

    private static final int TAGS = 300;

    private static RegistryDouble slow;
    private static RegistryDouble lying;
    private static RegistryDouble silent;
    private static RegistryDouble well;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        World large = new World();
        for (int i = 0; i < TAGS; i++) {
            ImageBuilder.in(large, "team/app-" + i % 4, "image " + i).push("tag-" + i);
        }
        World small = new World();
        new Builds(small, "team/web").images(3);
        slow = RegistryDouble.serving(
                large, Behaviour.good().fault(Fault.slow(Duration.ofMillis(150)).on(CallKind.MANIFEST)));
        lying = RegistryDouble.serving(
                small, Behaviour.good().fault(Fault.otherBytes().on(CallKind.MANIFEST)));
        silent = RegistryDouble.serving(small, Behaviour.good().fault(Fault.silent()));
        well = RegistryDouble.serving(small);
        server = RealServer.start(
                new Watched()
                        .registry("slow", slow.url(), "every: 7d, " + Watched.UNUSED)
                        .registry("lying", lying.url(), "every: 1m, " + Watched.UNUSED)
                        .registry("silent", silent.url(), "every: 1m, " + Watched.UNUSED)
                        .registry("well", well.url(), "every: 1m, " + Watched.UNUSED)
                        .write(),
                RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        List.of(slow, lying, silent, well).forEach(RegistryDouble::close);
    }

    private static List<String> tagsAsked() {
        return slow.calls(CallKind.MANIFEST).stream()
                .map(call -> call.reference().orElseThrow())
                .filter(reference -> reference.startsWith("tag-"))
                .toList();
    }

    private static Instant observedAt(String registry) throws IOException, InterruptedException {
        String at =
                api.get("/registries/" + registry).with(200).path("observedAt").asText("");
        return at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
    }

    @Test
    @Order(1)
    void goesOnWhereItWasKilledAndOthersDoNotWaitForIt() throws IOException, InterruptedException {
        Awaited.until(() -> tagsAsked().size() > TAGS / 3);
        // Whatever else is slow, lies or says nothing.
        Awaited.until(() -> observedAt("well").isAfter(Instant.EPOCH));
        assertThat(tagsAsked().size()).isLessThan(TAGS);
        server.kill9();
        Map<String, Long> before = counted();
        server.restart();
        api = new Api(server.url(), server.token());
        Instant restarted = Instant.now();
        api.post("/registries/well/look", Map.of()).with(202);
        Awaited.until(() -> observedAt("well").isAfter(restarted.minus(Duration.ofSeconds(30))));

        Awaited.until(() -> api.get("/registries/slow").with(200).path("tags").asInt() == TAGS);

        assertThat(counted()).hasSize(TAGS);
        long again = counted().entrySet().stream()
                .filter(tag -> before.containsKey(tag.getKey()) && tag.getValue() > before.get(tag.getKey()))
                .count();
        // What was under way, and what was read in the last quarter of a second before the kill.
        assertThat(again).isLessThanOrEqualTo(2 * 32L);
        assertThat(before.size()).isGreaterThan(2 * 32);
        // The last tag is kept a moment before the look that read it is at its end.
        Awaited.until(() -> look().equals("none"));
    }

    private static String look() throws IOException, InterruptedException {
        return api.get("/registries/slow/look").with(200).path("state").asText();
    }

    private static Map<String, Long> counted() {
        return tagsAsked().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    @Order(2)
    void saysHowFarALookIsAndStopsIt() throws IOException, InterruptedException {
        Awaited.until(() -> api.get("/registries/slow").with(200).path("tags").asInt() == TAGS);
        Awaited.until(() -> {
            api.post("/registries/slow/look", Map.of()).with(202);
            return api.get("/registries/slow/look").with(200).path("done").asInt() > 20;
        });
        assertThat(api.get("/registries/slow/look").with(200).path("total").asInt())
                .isEqualTo(TAGS);

        api.delete("/registries/slow/look").with(202);

        Awaited.until(() -> !look().equals("under way"));
        assertThat(look()).isEqualTo("cut off");
        api.delete("/registries/slow/look").with(409);
        assertThat(slow.calls(CallKind.MANIFEST).stream().map(Call::method)).containsOnly("GET");
    }
}
