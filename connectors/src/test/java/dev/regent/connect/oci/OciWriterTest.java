package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.RawManifest;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Place;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.TokenIssuer;
import dev.regent.testkit.registry.TokenRules;
import dev.regent.testkit.registry.Writes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that may have happened is sent again, and what is told of it is no more than is known.
final class OciWriterTest {

    private static final String APP = "team/app";
    private static final String CANARY = "canary-5be02c";
    private static final Credentials KEEPER = new Credentials.Password("keeper", new Secret(CANARY));

    private final Shop shop = Shop.open();
    private final RegistryDouble registry = RegistryDouble.serving(shop.world());
    private final Writing writing = Writing.at(registry.url(), KEEPER, Duration.ofSeconds(20));

    @AfterEach
    void close() {
        writing.close();
        registry.close();
    }

    private void behaving(Behaviour behaviour) {
        registry.behave(behaviour.writes(Writes.BY_DIGEST));
    }

    private Written deleting(Fault fault) throws InterruptedException {
        behaving(Behaviour.good().fault(fault.method("DELETE")));
        return writing.writer().deleteManifest(APP, shop.app());
    }

    private boolean isThere() {
        return shop.world().repository(APP).manifests().contains(shop.app());
    }

    private RawManifest raw() {
        byte[] bytes = Stream.ofNullable(shop.world().blobs().get(shop.app()))
                .findFirst()
                .orElseThrow();
        return new RawManifest(shop.app(), MediaTypes.OCI_MANIFEST, bytes);
    }

    private List<String> methods() {
        return registry.calls().stream().map(Call::method).toList();
    }

    @Test
    void comesBackWhenTheRegistryAsksForASecond() throws InterruptedException {
        assertThat(deleting(Fault.rateLimited(Duration.ofSeconds(1)).first(2))).isEqualTo(new Written.Done());

        assertThat(methods()).containsExactly("DELETE", "DELETE", "DELETE");
        assertThat(isThere()).isFalse();
    }

    @Test
    void doesNotWaitAsLongAsARegistryAsks() throws InterruptedException {
        assertThat(deleting(Fault.rateLimited(Duration.ofHours(1))))
                .isEqualTo(new Written.Refused(429, "rate limited (429), asks to wait 3600 s"));

        assertThat(methods()).containsExactly("DELETE");
        assertThat(isThere()).isTrue();
    }

    static List<Fault> breaks() {
        return List.of(Fault.reset(), Fault.hangUp(), Fault.status(500), Fault.status(502), Fault.status(503));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void doesNotKnowWhatCameOfADeletionThatBroke(Fault fault) throws InterruptedException {
        assertThat(deleting(fault.carriedOut())).isInstanceOf(Written.Unknown.class);
        assertThat(isThere()).isFalse();
        assertThat(methods()).containsExactly("DELETE");
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void doesNotKnowWhetherADeletionWasEverBegun(Fault fault) throws InterruptedException {
        assertThat(deleting(fault.notCarriedOut())).isInstanceOf(Written.Unknown.class);
        assertThat(isThere()).isTrue();
        assertThat(methods()).containsExactly("DELETE");
    }

    @Test
    void doesNotKnowWhatCameOfADeletionThatTookTooLong() throws InterruptedException {
        behaving(Behaviour.good().fault(Fault.silent().method("DELETE")));
        try (Writing hasty = Writing.at(registry.url(), KEEPER, Duration.ofMillis(300))) {
            assertThat(hasty.writer().deleteManifest(APP, shop.app()))
                    .isInstanceOfSatisfying(
                            Written.Unknown.class,
                            unknown -> assertThat(unknown.why()).matches("no answer within [34]\\d\\d ms"));
        }
        assertThat(isThere()).isFalse();
        assertThat(methods()).containsExactly("DELETE");
    }

    @Test
    void waitsForASlowDeletion() throws InterruptedException {
        assertThat(deleting(Fault.slow(Duration.ofMillis(200)))).isEqualTo(new Written.Done());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | the registry doesn't understand the request (400 UNKNOWN); its log may say why
            401 | the credentials lack the right to delete here (401 UNAUTHORIZED); give them that right, or name others that have it
            403 | the credentials lack the right to delete here (403 DENIED); give them that right, or name others that have it
            405 | deletion is off in the registry (405 UNSUPPORTED); turn it on there: REGISTRY_STORAGE_DELETE_ENABLED=true
            409 | the registry protects it (409 UNKNOWN); lift its rule or lock there, or leave it
            412 | the registry protects it (412 UNKNOWN); lift its rule or lock there, or leave it
            423 | the registry protects it (423 UNKNOWN); lift its rule or lock there, or leave it
            """)
    void saysWhatToDoAboutARefusal(int status, String why) throws InterruptedException {
        assertThat(deleting(Fault.status(status))).isEqualTo(new Written.Refused(status, why));
        assertThat(methods()).containsExactly("DELETE");
        assertThat(isThere()).isTrue();
    }

    @Test
    void saysThatDeletionIsOff() throws InterruptedException {
        registry.behave(Behaviour.distribution().writes(Writes.NO_DELETION));

        assertThat(writing.writer().deleteManifest(APP, shop.app()))
                .isEqualTo(new Written.Refused(
                        405,
                        "deletion is off in the registry (405 UNSUPPORTED); turn it on there:"
                                + " REGISTRY_STORAGE_DELETE_ENABLED=true"));
    }

    @Test
    void takesTheNotFoundOfAProxyForNoWordOfTheRegistry() throws InterruptedException {
        assertThat(deleting(Fault.page(404))).isInstanceOf(Written.Unknown.class);
        assertThat(deleting(Fault.status(404))).isEqualTo(new Written.Gone());
    }

    @Test
    void deletesATagAloneWhereTheRegistryCan() throws InterruptedException {
        registry.behave(Behaviour.good().writes(Writes.TAGS_TOO));

        assertThat(writing.writer().deleteTag(APP, "1.0")).isEqualTo(new Written.Done());
        assertThat(writing.writer().deleteTag(APP, "1.0")).isEqualTo(new Written.Gone());
        assertThat(isThere()).isTrue();
        assertThat(shop.world().repository(APP).tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirectOfAChange(int status) throws InterruptedException {
        try (RegistryDouble other = RegistryDouble.serving(
                shop.world(), Behaviour.good().writes(Writes.BY_DIGEST), Place.at("127.0.0.2"))) {
            behaving(Behaviour.good()
                    .auth(Auth.basic("keeper", CANARY))
                    .fault(Fault.redirect(status, other.url()).on(CallKind.MANIFEST)));

            assertThat(writing.writer().deleteManifest(APP, shop.app())).isInstanceOf(Written.Unknown.class);
            assertThat(writing.writer().putManifest(APP, "1.0", raw())).isInstanceOf(Written.Unknown.class);

            assertThat(other.requests()).isZero();
            assertThat(isThere()).isTrue();
        }
    }

    @Test
    void asksForTheRightsThatEachChangeTakes() throws InterruptedException {
        TokenIssuer tokens = new TokenIssuer(TokenRules.account("keeper", CANARY));
        behaving(Behaviour.good().auth(Auth.bearer(tokens)));
        RawManifest manifest = raw();

        assertThat(writing.writer().deleteManifest(APP, shop.app())).isEqualTo(new Written.Done());
        assertThat(writing.writer().deleteManifest("team/web", shop.web())).isEqualTo(new Written.Done());
        assertThat(writing.writer().putManifest(APP, "1.0", manifest)).isEqualTo(new Written.Done());

        assertThat(registry.calls(CallKind.TOKEN))
                .extracting(Call::scopes)
                .containsExactly(
                        List.of("repository:team/app:delete"),
                        List.of("repository:team/web:delete,pull"),
                        List.of("repository:team/app:pull,push"));
        assertThat(registry.requests(CallKind.MANIFEST)).isEqualTo(4); // one challenge
    }

    @Test
    void changesNothingWhereTheTokenServiceRefuses() throws InterruptedException {
        TokenIssuer tokens = new TokenIssuer(TokenRules.account("keeper", "another"));
        behaving(Behaviour.good().auth(Auth.bearer(tokens)));

        assertThat(writing.writer().deleteManifest(APP, shop.app()))
                .isEqualTo(new Written.Refused(
                        401,
                        "no token to write with: answered 401; check the credentials of this registry in the auth"
                                + " file"));
    }

    @Test
    void refusesToTakeOneManifestForAnother() {
        assertThatThrownBy(() -> writing.writer().putManifest(APP, shop.web().value(), raw()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writing.writer().deleteTag(APP, "no tag"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writing.writer().deleteManifest("../app", shop.app()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.requests()).isZero();
    }

    @Test
    void doubtsARegistryThatStoresSomethingElse() throws InterruptedException {
        behaving(Behaviour.good().fault(Fault.otherDigestHeader().method("PUT")));

        assertThat(writing.writer().putManifest(APP, "1.0", raw())).isInstanceOf(Written.Unknown.class);
    }

    @Test
    void endsWhenItsCallerGivesUp() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        behaving(Behaviour.good()
                .fault(Fault.meanwhile(_ -> arrived.countDown()).method("DELETE"))
                .fault(Fault.silent().method("DELETE")));
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().daemon().start(() -> {
            try {
                end.complete(writing.writer().deleteManifest(APP, shop.app()).toString());
            } catch (InterruptedException e) {
                end.complete("gave up");
            }
        });
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();

        assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("gave up");
    }

    @Test
    void deletesWhatIsThereAndLeavesTheRest() throws InterruptedException {
        assertThat(deleting(Fault.vanishingTag("latest").inRepository("team/web")))
                .isEqualTo(new Written.Done());
        assertThat(writing.writer().deleteManifest(APP, Digest.sha256(new byte[] {1})))
                .isEqualTo(new Written.Gone());
        assertThat(shop.world().repository("team/web").tags()).hasSize(2);
    }
}
