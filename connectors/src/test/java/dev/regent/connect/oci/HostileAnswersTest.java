package dev.regent.connect.oci;

import static dev.regent.connect.oci.Reader.gap;
import static dev.regent.connect.oci.Reader.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that are not what they have to be: each is a gap where it came, nothing else is harmed.
final class HostileAnswersTest {

    private static final long HUNDRED_MEGABYTES = 100L * 1024 * 1024;
    private static final String SIGN_IN = "<!DOCTYPE html><title>Sign in</title>";

    private final Shop shop = Shop.open();

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 256; i++) {
                zip.write(new byte[1024 * 1024]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> spoiltManifests() {
        byte[] bomb = bomb();
        String otherBytes = "the bytes that came are not those of digest ";
        String app = Shop.open().app().brief();
        return Stream.of(
                Arguments.of("other bytes", Fault.otherBytes(), otherBytes + app),
                Arguments.of("cut JSON", Fault.shortened(100), otherBytes + app),
                Arguments.of("no bytes", Fault.shortened(0), otherBytes + app),
                Arguments.of("HTML", Fault.body(_ -> text(SIGN_IN)), otherBytes + app),
                Arguments.of(
                        "gzip bomb", Fault.body(_ -> bomb).withHeader("Content-Encoding", "gzip"), otherBytes + app),
                Arguments.of("other digest", Fault.otherDigestHeader(), otherBytes + "0".repeat(12)),
                Arguments.of("huge", Fault.huge(HUNDRED_MEGABYTES), "answer is larger than 4194304 bytes"),
                Arguments.of(
                        "huge, unannounced",
                        Fault.hugeUnannounced(HUNDRED_MEGABYTES),
                        "answer is larger than 4194304 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltManifests")
    void leavesATagUnreadWhoseManifestIsSpoilt(String name, Fault fault, String why) throws InterruptedException {
        Behaviour spoilt = Behaviour.good().fault(fault.on(CallKind.MANIFEST).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(
                            unread("team/app", List.of("1.0"), gap("tag 1.0", why)), shop.heardWeb());
            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.detail()).isEqualTo("team/app: tag 1.0: " + why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\":[\"1.0\"", "[]", "null", "", SIGN_IN, "{}", "{\"tags\":{}}", "{\"tags\":[7]}"})
    void leavesARepositoryUnheardWhoseListOfTagsIsNone(String body) throws InterruptedException {
        Behaviour spoilt = Behaviour.good()
                .fault(Fault.body(_ -> text(body)).on(CallKind.TAGS).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).look();

            RepositoryObservation app = Reader.repository(observation, "team/app");
            assertThat(app.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.what()).isEqualTo("list of tags");
                assertThat(gap.why()).startsWith("the list has ");
            });
            assertThat(app.structureHeard()).isFalse();
            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"repositories\":[\"team/app\"", SIGN_IN, "", "{\"repositories\":\"team/app\"}"})
    void hearsNothingOfARegistryWhoseCatalogIsNone(String body) throws InterruptedException {
        Behaviour spoilt = Behaviour.good().fault(Fault.body(_ -> text(body)).on(CallKind.CATALOG));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail())
                    .startsWith("the catalog was not read: ")
                    .endsWith("; name repositories with --repository to do without it");
        }
    }

    @Test
    void quotesNothingOfAnAnswerThatIsNoJson() throws InterruptedException {
        Behaviour spoilt = Behaviour.good()
                .fault(Fault.body(_ -> text("hunter2\u001b[31m")).on(CallKind.TAGS));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(Reader.repository(observation, "team/app").gaps())
                    .containsExactly(gap("list of tags", "the list has not JSON, at line 1, column 1"));
        }
    }

    @Test
    void takesNoMoreThanItMustOfManifestsThatAreHuge() throws InterruptedException {
        for (int i = 0; i < 16; i++) {
            ImageBuilder.in(shop.world(), "team/app", "more " + i).push("tag-" + i);
        }
        Behaviour huge = Behaviour.good()
                .fault(Fault.hugeUnannounced(50L * HUNDRED_MEGABYTES).on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), huge)) {
            long start = System.nanoTime();
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").atOnce(16).look();

            // 85 GB were on offer: nobody reads those in that time.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(Reader.repository(observation, "team/app").gaps())
                    .hasSize(17)
                    .allMatch(gap -> gap.why().equals("answer is larger than 4194304 bytes"));
            assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(17);
        }
    }

    @Test
    void triesACutAnswerAgainAndThenLeavesTheTagUnread() throws InterruptedException {
        Behaviour cut =
                Behaviour.good().fault(Fault.truncated(10).on(CallKind.MANIFEST).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), cut)) {
            RegistryObservation observation = Reader.of(registry).look();

            RepositoryObservation app = Reader.repository(observation, "team/app");
            assertThat(app.tags()).isEqualTo(new TreeMap<>(Map.of("1.0", new TagTarget.Unread())));
            assertThat(app.gaps())
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.why()).startsWith("its body broke off after "));
            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
            assertThat(observation.requests()).isEqualTo(registry.requests());
        }
    }

    @Test
    void doesNotGiveARegistryUpWhoseAnswersForOneRepositoryAreCut() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            ImageBuilder.in(shop.world(), "team/app", "more " + i).push("tag-" + i);
        }
        Behaviour cut =
                Behaviour.good().fault(Fault.truncated(10).on(CallKind.MANIFEST).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), cut)) {
            RegistryObservation observation = Reader.of(registry)
                    .waiting(Duration.ofMillis(600))
                    .only("team/app", "team/web")
                    .atOnce(1)
                    .look();

            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
            assertThat(Reader.repository(observation, "team/app").gaps()).hasSize(21);
        }
    }

    @Test
    void leavesOnlyTheAgeUnknownWhenAConfigIsSpoilt() throws InterruptedException {
        Behaviour spoilt =
                Behaviour.good().fault(Fault.otherBytes().on(CallKind.BLOB).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).lookAtAges();

            RepositoryObservation app = Reader.repository(observation, "team/app");
            assertThat(app)
                    .isEqualTo(new RepositoryObservation(
                            "team/app",
                            shop.heardApp().tags(),
                            Set.of(shop.app()),
                            Set.of(),
                            List.of(new Gap(
                                    Gap.Kind.CONFIG,
                                    "config of " + shop.app().brief(),
                                    "the bytes that came are not those of the digest"))));
            assertThat(app.structureHeard()).isTrue();
            assertThat(observation.contents().get(shop.app()))
                    .isNotNull()
                    .satisfies(content -> assertThat(content.created()).isEqualTo(new Created.Unread()));
        }
    }

    @Test
    void showsNoControlCharacterOfAFarSideThatSpeaksNoHttp() throws Exception {
        try (RawServer server = RawServer.saying("\u001b[31mSSH-2.0\u202e\r\n\r\n")) {
            RegistryObservation observation =
                    Reader.at(server.url()).waiting(Duration.ofMillis(600)).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail()).doesNotContain("\u001b").doesNotContain("\u202e");
        }
    }

    @Test
    void showsAPathThatARegistryChoseWithoutWhatItHides() throws InterruptedException {
        Behaviour spoilt = Behaviour.good()
                .fault(Fault.header("Link", "</v2/_catalog/%1b%5b31m?secret=hunter2>; rel=\"next\"")
                        .on(CallKind.CATALOG));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.detail())
                    .contains("GET " + registry.url() + "/v2/_catalog/%1b%5b31m: answered 404")
                    .doesNotContain("\u001b")
                    .doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/v2/", "http://[::1", "mailto:root", "", "http:///x", "http://a b/"})
    void survivesARedirectThatLeadsNowhere(String location) throws InterruptedException {
        Behaviour spoilt = Behaviour.good()
                .fault(Fault.status(307).withHeader("Location", location).on(CallKind.BLOB, CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(Reader.repository(observation, "team/app").tags())
                    .isEqualTo(unread("team/app", List.of("1.0")).tags());
        }
    }

    @Test
    void survivesALinkToAPortThatCannotBe() throws InterruptedException {
        Behaviour spoilt = Behaviour.good()
                .fault(Fault.header("Link", "<http://127.0.0.1:99999/v2/_catalog>; rel=\"next\"")
                        .on(CallKind.CATALOG));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), spoilt)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
        }
    }
}
