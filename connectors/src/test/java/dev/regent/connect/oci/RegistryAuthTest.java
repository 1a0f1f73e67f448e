package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Secret;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Place;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.TokenIssuer;
import dev.regent.testkit.registry.TokenRules;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credentials reach the registry and its own token service, and nobody else.
final class RegistryAuthTest {

    private static final String CANARY = "canary-7f3a91";
    private static final Credentials READER = new Credentials.Password("reader", new Secret(CANARY));

    private final Shop shop = Shop.open();

    private void assertAllHeard(RegistryObservation observation) {
        assertThat(observation.detail()).isEqualTo("2 repositories, 2 manifests");
        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
    }

    private static TokenIssuer forReader() {
        return new TokenIssuer(TokenRules.account("reader", CANARY));
    }

    @Test
    void showsAPasswordToARegistryThatAsksForIt() throws InterruptedException {
        Behaviour basic = Behaviour.good().auth(Auth.basic("reader", CANARY));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), basic)) {
            assertAllHeard(Reader.of(registry).as(READER).look());
        }
    }

    @Test
    void showsNoPasswordToARegistryThatAsksForNone() throws InterruptedException {
        try (RegistryDouble registry = RegistryDouble.serving(shop.world())) {
            assertAllHeard(Reader.of(registry).as(READER).look());
            assertThat(registry.credentialsSeen()).isEmpty();
        }
    }

    @Test
    void saysWhatToDoWhereThePasswordIsWrong() throws InterruptedException {
        Behaviour basic = Behaviour.good().auth(Auth.basic("reader", "another"));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), basic)) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail())
                    .isEqualTo("GET /v2/: answered 401 UNAUTHORIZED; no credentials in the auth file are taken for"
                            + " this: log in with `docker login`");
        }
    }

    @ParameterizedTest
    @EnumSource(TokenRules.Fields.class)
    void getsTokensUnderWhicheverNameTheyStand(TokenRules.Fields fields) throws InterruptedException {
        TokenIssuer tokens =
                new TokenIssuer(TokenRules.account("reader", CANARY).fields(fields));
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertAllHeard(observation);
            assertThat(observation.requests()).isEqualTo(registry.requests());
            assertThat(tokens.issued()).isEqualTo(4); // to come in, for the catalog, for each repository
        }
    }

    @Test
    void getsTokensWithoutCredentials() throws InterruptedException {
        TokenIssuer tokens = new TokenIssuer(TokenRules.anyone());
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            assertAllHeard(Reader.of(registry).look());
        }
    }

    @Test
    void getsAnotherTokenWhenOneIsSpent() throws InterruptedException {
        TokenIssuer tokens =
                new TokenIssuer(TokenRules.account("reader", CANARY).usesPerToken(2));
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            RegistryObservation observation =
                    Reader.of(registry).as(READER).atOnce(1).look();

            assertAllHeard(observation);
            assertThat(observation.requests()).isEqualTo(registry.requests());
            assertThat(tokens.issued()).isGreaterThan(4);
        }
    }

    @Test
    void postsAnIdentityToken() throws InterruptedException {
        TokenIssuer tokens =
                new TokenIssuer(TokenRules.account("reader", "another").identityToken(CANARY));
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            assertAllHeard(Reader.of(registry)
                    .as(new Credentials.IdentityToken(new Secret(CANARY)))
                    .look());
            assertThat(registry.calls(CallKind.TOKEN))
                    .allMatch(call -> call.method().equals("POST"));
        }
    }

    @Test
    void saysWhatToDoWhereTheTokenServiceRefuses() throws InterruptedException {
        TokenIssuer tokens = new TokenIssuer(TokenRules.account("reader", "another"));
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail())
                    .isEqualTo("token from " + registry.tokenRealm() + ": answered 401; check the credentials of this"
                            + " registry in the auth file");
        }
    }

    @Test
    void hearsTheOthersWhereTheTokenLacksOneRepository() throws InterruptedException {
        TokenIssuer tokens =
                new TokenIssuer(TokenRules.account("reader", CANARY).refusing("repository:team/app:pull"));
        try (RegistryDouble registry =
                RegistryDouble.serving(shop.world(), Behaviour.good().auth(Auth.bearer(tokens)))) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(Reader.repository(observation, "team/app").structureHeard())
                    .isFalse();
            assertThat(Reader.repository(observation, "team/web")).isEqualTo(shop.heardWeb());
        }
    }

    @Test
    void asksNoForeignRealmAndSaysHowToAllowIt() throws InterruptedException {
        TokenIssuer tokens = forReader();
        try (RegistryDouble foreign =
                        RegistryDouble.serving(shop.world(), Behaviour.good().issuing(tokens), Place.at("127.0.0.2"));
                RegistryDouble registry = RegistryDouble.serving(
                        shop.world(), Behaviour.good().auth(Auth.bearer(tokens, foreign.tokenRealm())))) {
            RegistryObservation refused = Reader.of(registry).as(READER).look();

            assertThat(foreign.requests()).isZero();
            assertThat(refused.heard()).isEqualTo(Heard.NO);
            assertThat(refused.detail())
                    .isEqualTo("token from " + foreign.tokenRealm() + ": leads to another host, " + foreign.tokenRealm()
                            + "; allow it with --token-realm 127.0.0.2 if it belongs to this registry");

            assertAllHeard(Reader.of(registry).as(READER).allowing("127.0.0.2").look());
            assertThat(foreign.heard(CANARY)).isTrue();
            assertThat(registry.heard(CANARY)).isFalse();
        }
    }

    @Test
    void showsACredentialToNobodyOverAWeakerTransport() throws InterruptedException {
        TokenIssuer tokens = forReader();
        try (RegistryDouble plain =
                        RegistryDouble.serving(shop.world(), Behaviour.good().issuing(tokens));
                RegistryDouble registry = RegistryDouble.serving(
                        shop.world(),
                        Behaviour.good().auth(Auth.bearer(tokens, plain.tokenRealm())),
                        Place.loopback().overTls())) {
            RegistryObservation observation = Reader.of(registry)
                    .as(READER)
                    .allowing("127.0.0.1")
                    .trusting(registry.caFile())
                    .look();

            assertThat(plain.requests()).isZero();
            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail())
                    .isEqualTo("token from " + plain.tokenRealm() + ": leads from https to " + plain.tokenRealm()
                            + ", which is not encrypted");
        }
    }

    @Test
    void readsARegistryOverTlsThatASpecialAuthorityVouchesFor() throws InterruptedException {
        TokenIssuer tokens = forReader();
        try (RegistryDouble registry = RegistryDouble.serving(
                shop.world(),
                Behaviour.good().auth(Auth.bearer(tokens)),
                Place.loopback().overTls())) {
            assertAllHeard(
                    Reader.of(registry).as(READER).trusting(registry.caFile()).look());
            assertThat(Reader.of(registry).as(READER).look().heard()).isEqualTo(Heard.NO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/token", "http://127.0.0.1:99999/token", "http://a b/", "ftp://127.0.0.1/", "http://"})
    void survivesARealmThatIsNone(String realm) throws InterruptedException {
        Behaviour odd = Behaviour.good()
                .fault(Fault.status(401).withHeader("WWW-Authenticate", "Bearer realm=\"" + realm + "\""));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), odd)) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(registry.heard(CANARY)).isFalse();
        }
    }

    @Test
    void quotesNothingOfATokenServiceThatAnswersOutOfForm() throws InterruptedException {
        TokenIssuer tokens = forReader();
        Behaviour odd = Behaviour.good()
                .auth(Auth.bearer(tokens))
                .fault(Fault.body(_ -> "secrettoken".getBytes(StandardCharsets.UTF_8))
                        .on(CallKind.TOKEN));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), odd)) {
            RegistryObservation observation = Reader.of(registry).as(READER).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.detail()).doesNotContain("secrettoken");
        }
    }

    @Test
    void followsNoRedirectOfAManifestToAnotherHost() throws InterruptedException {
        try (RegistryDouble other = RegistryDouble.serving(shop.world(), Behaviour.good(), Place.at("127.0.0.2"))) {
            Behaviour redirecting = Behaviour.good()
                    .auth(Auth.basic("reader", CANARY))
                    .fault(Fault.redirect(307, other.url()).on(CallKind.MANIFEST));
            try (RegistryDouble registry = RegistryDouble.serving(shop.world(), redirecting)) {
                RegistryObservation observation =
                        Reader.of(registry).as(READER).only("team/app").look();

                URI target = other.url().resolve("/v2/team/app/manifests/1.0");
                assertThat(other.requests()).isZero();
                assertThat(Reader.repository(observation, "team/app").gaps())
                        .containsExactly(Reader.gap(
                                "tag 1.0",
                                "leads to another host, " + target
                                        + "; allow it with --token-realm 127.0.0.2 if it belongs to this registry"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsABlobToAnotherHostWithoutCredentials(int status) throws InterruptedException {
        try (RegistryDouble store = RegistryDouble.serving(shop.world(), Behaviour.good(), Place.at("127.0.0.2"))) {
            Behaviour redirecting = Behaviour.good()
                    .auth(Auth.basic("reader", CANARY))
                    .fault(Fault.redirect(status, store.url()).on(CallKind.BLOB));
            try (RegistryDouble registry = RegistryDouble.serving(shop.world(), redirecting)) {
                RegistryObservation observation = Reader.of(registry).as(READER).lookAtAges();

                assertAllHeard(observation);
                assertThat(store.requests(CallKind.BLOB)).isEqualTo(2);
                assertThat(store.credentialsSeen()).isEmpty();
                assertThat(observation.requests()).isEqualTo(registry.requests() + store.requests());
            }
        }
    }

    @Test
    void checksTheDigestOfABlobFromAnotherHost() throws InterruptedException {
        try (RegistryDouble store = RegistryDouble.serving(
                shop.world(), Behaviour.good().fault(Fault.otherBytes()), Place.at("127.0.0.2"))) {
            Behaviour redirecting =
                    Behaviour.good().fault(Fault.redirect(307, store.url()).on(CallKind.BLOB));
            try (RegistryDouble registry = RegistryDouble.serving(shop.world(), redirecting)) {
                RegistryObservation observation =
                        Reader.of(registry).only("team/app").lookAtAges();

                assertThat(observation.detail())
                        .isEqualTo("team/app: config of " + shop.app().brief()
                                + ": the bytes that came are not those of the digest");
            }
        }
    }

    @Test
    void followsNoBlobFromHttpsToHttp() throws InterruptedException {
        try (RegistryDouble store = RegistryDouble.serving(shop.world())) {
            Behaviour redirecting =
                    Behaviour.good().fault(Fault.redirect(307, store.url()).on(CallKind.BLOB));
            try (RegistryDouble registry = RegistryDouble.serving(
                    shop.world(), redirecting, Place.loopback().overTls())) {
                RegistryObservation observation = Reader.of(registry)
                        .trusting(registry.caFile())
                        .only("team/app")
                        .lookAtAges();

                assertThat(store.requests()).isZero();
                assertThat(observation.detail())
                        .startsWith(
                                "team/app: config of " + shop.app().brief() + ": leads from https to " + store.url())
                        .endsWith(", which is not encrypted");
            }
        }
    }

    @Test
    void stopsAtTheSixthRedirect() throws InterruptedException {
        Behaviour turning = Behaviour.good()
                .fault(Fault.status(302)
                        .withHeader("Location", "/v2/team/app/manifests/1.0")
                        .on(CallKind.MANIFEST));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), turning)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(Reader.repository(observation, "team/app").gaps())
                    .containsExactly(Reader.gap("tag 1.0", "redirects more than 5 times"));
            assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(6);
        }
    }
}
