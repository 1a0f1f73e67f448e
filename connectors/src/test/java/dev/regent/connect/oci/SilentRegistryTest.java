package dev.regent.connect.oci;

import static dev.regent.connect.oci.Reader.gap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Referrers;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A registry that says nothing, or too slowly, ends as unheard; nothing hangs.
@Timeout(60)
final class SilentRegistryTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /// Half again the timeout, and what a busy machine takes besides.
    private static final Duration ONE_REQUEST = Duration.ofMillis(450 + 1500);

    private final Shop shop = Shop.open();

    private record Timed(RegistryObservation observation, Duration took) {}

    private static Timed timed(Reader reader) throws InterruptedException {
        long start = System.nanoTime();
        RegistryObservation observation = reader.waiting(TIMEOUT).look();
        return new Timed(observation, Duration.ofNanos(System.nanoTime() - start));
    }

    static Stream<Arguments> waysToSayNothing() {
        return Stream.of(
                Arguments.of("silent", Fault.silent()),
                Arguments.of("slow", Fault.slow(Duration.ofMinutes(5))),
                Arguments.of("trickling", Fault.trickling(Duration.ofMillis(250))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToSayNothing")
    void hearsNothingOfARegistryThatSaysNothing(String name, Fault fault) throws InterruptedException {
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().fault(fault))) {
            Timed timed = timed(Reader.of(registry));

            assertThat(timed.observation().heard()).isEqualTo(Heard.NO);
            assertThat(timed.observation().detail()).startsWith("GET " + registry.url() + "/v2/: no answer within ");
            assertThat(timed.took()).isLessThan(ONE_REQUEST);
            assertThat(registry.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToSayNothing")
    void leavesTheRepositoryUnheardWhoseTagsAreSilent(String name, Fault fault) throws InterruptedException {
        Behaviour silent = Behaviour.good().fault(fault.on(CallKind.TAGS).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            Timed timed = timed(Reader.of(registry));

            RepositoryObservation app = Reader.repository(timed.observation(), "team/app");
            assertThat(app.tags()).isEmpty();
            assertThat(app.gaps())
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.toString()).startsWith("list of tags: no answer within "));
            assertThat(Reader.repository(timed.observation(), "team/web")).isEqualTo(shop.heardWeb());
            assertThat(timed.took()).isLessThan(ONE_REQUEST.plus(TIMEOUT));
        }
    }

    @Test
    void endsWhereEvenTheHeadersComeByteByByte() throws Exception {
        String words = "HTTP/1.1 200 OK\r\nX-Filler: " + "a".repeat(2000) + "\r\n\r\n";
        try (RawServer server = RawServer.dripping(words, Duration.ofMillis(100))) {
            Timed timed = timed(Reader.at(server.url()));

            assertThat(timed.observation().heard()).isEqualTo(Heard.NO);
            assertThat(timed.took()).isLessThan(ONE_REQUEST);
        }
    }

    @Test
    void givesUpAfterAFewRequestsThatNothingCameOf() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            ImageBuilder.in(shop.world(), "team/app", "more " + i).push("tag-" + i);
        }
        Behaviour silent = Behaviour.good().fault(Fault.silent().on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            Timed timed = timed(Reader.of(registry).only("team/app").atOnce(1));

            RepositoryObservation app = Reader.repository(timed.observation(), "team/app");
            assertThat(app.gaps()).hasSize(41);
            assertThat(app.gaps().getLast().why())
                    .isEqualTo("given up after 8 requests in a row that brought no answer");
            assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(8);
            assertThat(timed.took()).isLessThan(Duration.ofMillis(8 * 450).plusSeconds(2));
        }
    }

    @Test
    void givesUpWhereSilenceAndAnswersTakeTurns() throws InterruptedException {
        for (int i = 0; i < 120; i++) {
            ImageBuilder.in(shop.world(), "team/app-" + i, "app " + i).push("1.0");
        }
        Behaviour silent = Behaviour.good().fault(Fault.silent().on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            Timed timed = timed(Reader.of(registry).atOnce(2));

            assertThat(timed.observation().repositories()).hasSize(122).allMatch(one -> !one.structureHeard());
            assertThat(registry.requests(CallKind.MANIFEST)).isLessThan(60);
        }
    }

    @Test
    void givesReferrersUpThatAreAlwaysSilent() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            ImageBuilder.in(shop.world(), "team/app", "more " + i).push("tag-" + i);
        }
        Behaviour silent = Behaviour.good().fault(Fault.silent().on(CallKind.REFERRERS));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            Timed timed = timed(Reader.of(registry).only("team/app").atOnce(8));

            RepositoryObservation app = Reader.repository(timed.observation(), "team/app");
            assertThat(app.gaps()).hasSize(31).allMatch(gap -> gap.what().startsWith("referrers of "));
            assertThat(timed.took()).isLessThan(Duration.ofMillis(8 * 450).plusSeconds(2));
        }
    }

    @Test
    void hearsNothingWhereNobodyListens() throws InterruptedException {
        URI nobody;
        try (RegistryDouble registry = RegistryDouble.serving(shop.world())) {
            nobody = registry.url();
        }
        Timed timed = timed(Reader.at(nobody));

        assertThat(timed.observation().heard()).isEqualTo(Heard.NO);
        assertThat(timed.observation().detail())
                .startsWith("GET " + nobody + "/v2/: ")
                .contains("Connection refused");
        assertThat(timed.took()).isLessThan(ONE_REQUEST);
    }

    @Test
    void saysThatAHostNameLeadsNowhere() throws InterruptedException {
        RegistryObservation observation =
                Reader.at(URI.create("http://registry.invalid")).look();

        assertThat(observation.heard()).isEqualTo(Heard.NO);
        assertThat(observation.detail())
                .startsWith("GET http://registry.invalid/v2/: no address is known for this host name");
    }

    @Test
    void triesAgainAfterAReset() throws InterruptedException {
        Behaviour resetting = Behaviour.good()
                .fault(Fault.reset().on(CallKind.MANIFEST).first(1))
                .fault(Fault.hangUp().on(CallKind.TAGS).first(1));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), resetting)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
            assertThat(observation.requests()).isEqualTo(registry.requests());
        }
    }

    @Test
    void leavesTheTagUnreadWhoseConnectionIsAlwaysReset() throws InterruptedException {
        Behaviour resetting =
                Behaviour.good().fault(Fault.reset().on(CallKind.MANIFEST).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), resetting)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(Reader.repository(observation, "team/app").tags())
                    .isEqualTo(Reader.unread("team/app", List.of("1.0")).tags());
            assertThat(Reader.repository(observation, "team/app").gaps()).hasSize(1);
            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "CATALOG", "TAGS", "MANIFEST", "REFERRERS"})
    void endsWhenItsCallerGivesUp(CallKind kind) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        Fault held = Fault.silent().on(kind).where(_ -> {
            arrived.countDown();
            return true;
        });
        Behaviour silent = Behaviour.good().referrers(Referrers.SERVED).fault(held);
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            CompletableFuture<String> end = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().daemon().start(() -> {
                try {
                    end.complete("heard " + Reader.of(registry).look().heard());
                } catch (InterruptedException e) {
                    end.complete("gave up");
                } catch (RuntimeException e) {
                    end.completeExceptionally(e);
                }
            });
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();

            assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("gave up");
            assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
            int requests = registry.requests();
            assertThat(registry.requests()).isEqualTo(requests);
        }
    }

    @Test
    void saysHowLongItWaited() throws InterruptedException {
        Behaviour silent = Behaviour.good().fault(Fault.silent().on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), silent)) {
            RegistryObservation observation = Reader.of(registry)
                    .only("team/app")
                    .waiting(Duration.ofSeconds(1))
                    .look();

            assertThat(Reader.repository(observation, "team/app").gaps())
                    .containsExactly(gap("tag 1.0", "no answer within 1 s"));
        }
    }
}
