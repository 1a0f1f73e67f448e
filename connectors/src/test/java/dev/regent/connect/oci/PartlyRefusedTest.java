package dev.regent.connect.oci;

import static dev.regent.connect.oci.Reader.gap;
import static dev.regent.connect.oci.Reader.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Secret;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Paging;
import dev.regent.testkit.registry.RegistryDouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a registry refuses for one repository is that repository's gap, and no other's.
final class PartlyRefusedTest {

    private static final Duration SHORT = Duration.ofMillis(600);

    private final Shop shop = Shop.open();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | answered 401 UNAUTHORIZED; no credentials in the auth file are taken for this: log in with `docker login`
            403 | answered 403 DENIED; the credentials lack the right to pull here
            400 | answered 400 UNKNOWN
            410 | answered 410 UNKNOWN
            429 | answered 429 TOOMANYREQUESTS; the registry limits the rate of requests
            500 | answered 500 UNKNOWN
            503 | answered 503 UNAVAILABLE
            """)
    void hearsTheOtherRepositoryWhenOneIsRefused(int status, String why) throws InterruptedException {
        Behaviour refusing = Behaviour.good().fault(Fault.status(status).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), refusing)) {
            RegistryObservation observation = Reader.of(registry).waiting(SHORT).look();

            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(
                            unread("team/app", List.of(), gap("list of tags", why)), shop.heardWeb());
            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.detail()).isEqualTo("team/app: list of tags: " + why);
            assertThat(observation.requests()).isEqualTo(registry.requests());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | answered 401 UNAUTHORIZED; no credentials in the auth file are taken for this: log in with `docker login`
            403 | answered 403 DENIED; the credentials lack the right to pull here
            500 | answered 500 UNKNOWN
            """)
    void leavesTheTagUnreadWhoseManifestIsRefused(int status, String why) throws InterruptedException {
        Behaviour refusing = Behaviour.good()
                .fault(Fault.status(status).on(CallKind.MANIFEST).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), refusing)) {
            RegistryObservation observation = Reader.of(registry).waiting(SHORT).look();

            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(
                            unread("team/app", List.of("1.0"), gap("tag 1.0", why)), shop.heardWeb());
        }
    }

    @Test
    void hearsTheOtherRepositoryWhereOneSendsUsElsewhereForAToken() throws InterruptedException {
        String elsewhere = "Bearer realm=\"https://tokens.example/token\",service=\"x\"";
        Behaviour sending = Behaviour.good()
                .auth(Auth.basic("reader", "secret"))
                .fault(Fault.status(401)
                        .withHeader("WWW-Authenticate", elsewhere)
                        .on(CallKind.TAGS)
                        .inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), sending)) {
            RegistryObservation observation = Reader.of(registry)
                    .as(new Credentials.Password("reader", new Secret("secret")))
                    .atOnce(1)
                    .look();

            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
            assertThat(observation.detail())
                    .startsWith("team/app: list of tags: leads to another host, https://tokens.example/token;");
            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
        }
    }

    @Test
    void takesARepositoryThatAnswers404AsEmpty() throws InterruptedException {
        Behaviour gone =
                Behaviour.good().fault(Fault.status(404).on(CallKind.TAGS).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), gone)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(Reader.heard("team/app", Map.of()), shop.heardWeb());
        }
    }

    @Test
    void doesNotTakeANameThatWasMistypedForAnEmptyRepository() throws InterruptedException {
        try (RegistryDouble registry = RegistryDouble.serving(shop.world())) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app", "team/apq").look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(
                            unread(
                                    "team/apq",
                                    List.of(),
                                    gap(
                                            "list of tags",
                                            "answered 404 NAME_UNKNOWN; there is no such repository, or it never had a"
                                                    + " tag: check the name")),
                            shop.heardApp());
        }
    }

    @Test
    void leavesTheListUnheardWhoseLaterPageAnswers404() throws InterruptedException {
        Behaviour gone = Behaviour.good()
                .paging(CallKind.TAGS, Paging.pagesOf(1))
                .fault(Fault.status(404).on(CallKind.TAGS).onLaterPages());
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), gone)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/web").look();

            assertThat(Reader.repository(observation, "team/web").gaps())
                    .containsExactly(gap("list of tags", "answered 404"));
        }
    }

    @Test
    void comesBackWhenARegistryAsksForASecond() throws InterruptedException {
        Behaviour limited = Behaviour.good()
                .fault(Fault.rateLimited(Duration.ofSeconds(1))
                        .on(CallKind.MANIFEST)
                        .first(1));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), limited)) {
            long start = System.nanoTime();
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(observation.requests()).isEqualTo(registry.requests());
        }
    }

    @Test
    void comesBackAtTheTimeThatARegistryNames() throws InterruptedException {
        Behaviour limited = Behaviour.good()
                .fault(Fault.rateLimitedUntil(Instant.now().plusSeconds(3))
                        .on(CallKind.TAGS)
                        .first(1));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), limited)) {
            long start = System.nanoTime();
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void doesNotWaitAsLongAsARegistryAsks() throws InterruptedException {
        Behaviour limited =
                Behaviour.good().fault(Fault.rateLimited(Duration.ofHours(1)).inRepository("team/app"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), limited)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.repositories())
                    .containsExactlyInAnyOrder(
                            unread(
                                    "team/app",
                                    List.of(),
                                    gap("list of tags", "rate limited (429), asks to wait 3600 s")),
                            shop.heardWeb());
            assertThat(observation.requests()).isEqualTo(registry.requests()).isLessThan(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "soon", "Fri, 01 Jan 1999 00:00:00 GMT"})
    void survivesAnyRetryAfter(String header) throws InterruptedException {
        for (int status : List.of(429, 503)) {
            Behaviour limited = Behaviour.good()
                    .fault(Fault.status(status)
                            .withHeader("Retry-After", header)
                            .inRepository("team/app"));
            try (RegistryDouble registry = RegistryDouble.serving(shop.world(), limited)) {
                RegistryObservation observation =
                        Reader.of(registry).waiting(SHORT).look();

                assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
                assertThat(Reader.repository(observation, "team/app").structureHeard())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 500})
    void namesTheWayAroundACatalogThatIsRefused(int status) throws InterruptedException {
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().catalogRefused(status))) {
            RegistryObservation refused = Reader.of(registry).waiting(SHORT).look();

            assertThat(refused.heard()).isEqualTo(Heard.NO);
            assertThat(refused.detail())
                    .startsWith("the catalog was not read: GET " + registry.url() + "/v2/_catalog: answered " + status)
                    .endsWith("; name repositories with --repository to do without it");
        }
    }

    @Test
    void readsNamedRepositoriesWithoutTheCatalog() throws InterruptedException {
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().catalogRefused(401))) {
            RegistryObservation named =
                    Reader.of(registry).only("team/app", "team/web").look();

            assertThat(named.heard()).isEqualTo(Heard.YES);
            assertThat(named.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
            assertThat(registry.requests(CallKind.CATALOG)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team App", "../etc", "a//b", "", "a?b", "a%2fb"})
    void asksForNoRepositoryThatCannotBe(String name) throws InterruptedException {
        try (RegistryDouble registry = RegistryDouble.serving(shop.world())) {
            RegistryObservation observation =
                    Reader.of(registry).only(name, "team/app").look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.detail()).isEqualTo("\"" + name + "\" is no repository name and was not asked for");
            assertThat(observation.repositories()).containsExactly(shop.heardApp());
            assertThat(registry.unexpected()).isEmpty();
        }
    }
}
