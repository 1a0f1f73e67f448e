package dev.regent.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class PlaceTest {

    @Test
    void servesOnAnotherLoopbackAddress() throws Exception {
        try (RegistryDouble registry =
                RegistryDouble.serving(new Sample().world, Behaviour.good(), Place.at("127.0.0.2"))) {
            assertThat(registry.host()).startsWith("127.0.0.2:");
            assertThat(new Client(registry).get("/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesAnAddressThatOthersCanReach() {
        assertThatThrownBy(() -> Place.at("0.0.0.0")).hasMessage("a double listens on loopback only, got 0.0.0.0");
    }

    @Test
    void speaksTlsToClientsThatTrustItsCertificate() throws Exception {
        Path caFile;
        try (RegistryDouble registry = RegistryDouble.serving(
                new Sample().world, Behaviour.good(), Place.at("127.0.0.2").overTls())) {
            caFile = registry.caFile();
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trusting(caFile)).build();

            assertThat(registry.url().getScheme()).isEqualTo("https");
            assertThat(new Client(registry, trusting)
                            .manifest("team/app", "1.0")
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> new Client(registry).get("/v2/")).isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(caFile.getParent()).doesNotExist();
    }

    @Test
    void hasNoCertificateWithoutTls() {
        try (RegistryDouble registry = RegistryDouble.serving(new Sample().world)) {
            assertThatThrownBy(registry::caFile).hasMessageStartingWith("no TLS here");
        }
    }

    private static SSLContext trusting(Path caFile) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(caFile)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
