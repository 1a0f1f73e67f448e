package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Reading;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.Place;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is there, what the registry says is gone, and what is neither.
final class OciProbeTest {

    private static final String APP = "team/app";
    private static final String CANARY = "canary-40c1d7";

    private final Shop shop = Shop.open();
    private final Descriptor layer = descriptor("base");
    private final RegistryDouble registry = RegistryDouble.serving(shop.world());
    private final Writing writing =
            Writing.at(registry.url(), new Credentials.Password("reader", new Secret(CANARY)), Duration.ofMillis(600));
    private final OciProbe probe = writing.probe();

    private static Descriptor descriptor(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", Digest.sha256(bytes), bytes.length);
    }

    @AfterEach
    void close() {
        writing.close();
        assertThat(registry.unexpected()).isEmpty();
        registry.close();
    }

    private void goesWrong(Fault fault) {
        registry.behave(Behaviour.good().fault(fault));
    }

    @Test
    void resolvesWithoutReading() throws InterruptedException {
        assertThat(probe.resolve(APP, "1.0")).isEqualTo(new Reading.Here<>(shop.app()));
        assertThat(registry.calls()).extracting(Call::method).containsExactly("HEAD");
    }

    @Test
    void readsTheManifestWhereTheRegistryDoesNotTellItsDigest() throws InterruptedException {
        goesWrong(Fault.withoutHeader("Docker-Content-Digest"));

        assertThat(probe.resolve(APP, "1.0")).isEqualTo(new Reading.Here<>(shop.app()));
        assertThat(probe.resolve(APP, shop.app().value())).isEqualTo(new Reading.Here<>(shop.app()));
        assertThat(registry.calls()).extracting(Call::method).containsExactly("HEAD", "GET", "HEAD", "GET");
    }

    @Test
    void believesNoRegistryThatContradictsItself() throws InterruptedException {
        goesWrong(Fault.otherDigestHeader());
        assertThat(probe.resolve(APP, shop.app().value())).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.manifest(APP, "1.0")).isInstanceOf(Reading.Unheard.class);

        goesWrong(Fault.otherBytes());
        assertThat(probe.manifest(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
    }

    @Test
    void readsNoManifestWithoutAMediaType() throws InterruptedException {
        goesWrong(Fault.contentType("text"));

        assertThat(probe.manifest(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 410, 429, 500})
    void hearsNothingWhereItIsRefused(int status) throws InterruptedException {
        goesWrong(Fault.status(status));

        assertThat(probe.resolve(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.manifest(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.tags(APP)).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.lastByte(APP, layer)).isInstanceOf(Reading.Unheard.class);
    }

    @Test
    void takesTheNotFoundOfAProxyForNoWordOfTheRegistry() throws InterruptedException {
        goesWrong(Fault.page(404));

        assertThat(probe.resolve(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.manifest(APP, "1.0")).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.tags(APP)).isInstanceOf(Reading.Unheard.class);
        assertThat(probe.lastByte(APP, layer)).isInstanceOf(Reading.Unheard.class);
    }

    @Test
    void takesTheNotFoundOfTheRegistryForItsWord() throws InterruptedException {
        goesWrong(Fault.status(404));

        assertThat(probe.resolve(APP, "1.0")).isEqualTo(new Reading.Gone<>());
        assertThat(probe.manifest(APP, "1.0")).isEqualTo(new Reading.Gone<>());
        assertThat(probe.tags(APP)).isEqualTo(new Reading.Gone<>());
        assertThat(probe.lastByte(APP, layer)).isEqualTo(new Reading.Gone<>());
    }

    @Test
    void asksForOneByteOfABlob() throws InterruptedException {
        assertThat(probe.lastByte(APP, layer)).isEqualTo(new Reading.Here<>(layer.digest()));
        assertThat(registry.calls(CallKind.BLOB))
                .extracting(call -> call.header("Range").orElse(""))
                .containsExactly("bytes=3-3");
    }

    @Test
    void countsAllBytesWhereTheRegistryKnowsNoRanges() throws InterruptedException {
        registry.behave(Behaviour.good()
                .fault(Fault.status(200).on(CallKind.BLOB))
                .fault(Fault.hugeUnannounced(3_000_000).on(CallKind.BLOB)));

        assertThat(probe.lastByte(APP, sized(3_000_000))).isEqualTo(new Reading.Here<>(layer.digest()));
        assertThat(probe.lastByte(APP, sized(3_000_001)))
                .isEqualTo(new Reading.Unheard<>("has 3000000 bytes, not 3000001"));
        assertThat(probe.lastByte(APP, sized(2_999_999))).isInstanceOf(Reading.Unheard.class);
    }

    private Descriptor sized(long size) {
        return new Descriptor(layer.mediaType(), layer.digest(), size);
    }

    @Test
    void doubtsAPartThatWasNotAskedFor() throws InterruptedException {
        goesWrong(Fault.header("Content-Range", "bytes 0-0/4").on(CallKind.BLOB));
        assertThat(probe.lastByte(APP, layer)).isInstanceOf(Reading.Unheard.class);

        goesWrong(Fault.withoutHeader("Content-Range").on(CallKind.BLOB));
        assertThat(probe.lastByte(APP, layer)).isInstanceOf(Reading.Unheard.class);
    }

    @Test
    void readsABlobWithoutBytes() throws InterruptedException {
        ImageBuilder.in(shop.world(), APP, "empty").layer("").push("empty");

        assertThat(probe.lastByte(APP, descriptor("")))
                .isEqualTo(new Reading.Here<>(descriptor("").digest()));
    }

    @Test
    void takesForLostWhatIsPromisedEachTimeAndNeverComes() throws InterruptedException {
        goesWrong(Fault.truncated(0).on(CallKind.BLOB));

        assertThat(probe.lastByte(APP, layer)).isEqualTo(new Reading.Gone<>());
    }

    @Test
    void followsABlobToAnotherHostWithoutCredentials() throws InterruptedException {
        try (RegistryDouble store = RegistryDouble.serving(shop.world(), Behaviour.good(), Place.at("127.0.0.2"))) {
            registry.behave(Behaviour.good()
                    .auth(Auth.basic("reader", CANARY))
                    .fault(Fault.redirect(307, store.url()).on(CallKind.BLOB)));

            assertThat(probe.lastByte(APP, layer)).isEqualTo(new Reading.Here<>(layer.digest()));
            assertThat(store.credentialsSeen()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CallKind.class,
            names = {"MANIFEST", "TAGS"})
    void followsNothingElseToAnotherHost(CallKind kind) throws InterruptedException {
        try (RegistryDouble other = RegistryDouble.serving(shop.world(), Behaviour.good(), Place.at("127.0.0.2"))) {
            goesWrong(Fault.redirect(307, other.url()).on(kind));

            assertThat(kind == CallKind.TAGS ? probe.tags(APP) : probe.resolve(APP, "1.0"))
                    .isInstanceOf(Reading.Unheard.class);
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    void readsTags() throws InterruptedException {
        assertThat(probe.tags("team/web")).isEqualTo(new Reading.Here<>(Set.of("2.0", "latest")));
        assertThat(probe.tags("team/none")).isEqualTo(new Reading.Gone<>());
    }

    @Test
    void asksForNoNameThatCannotBe() {
        assertThatThrownBy(() -> probe.resolve("../app", "1.0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> probe.resolve(APP, "a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.requests()).isZero();
    }
}
