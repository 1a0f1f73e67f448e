package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.connect.http.HttpSettings;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.testkit.peer.Certificates;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTlsTest {

    @TempDir
    private Path folder;

    @Test
    void showsItsCertificateToARealEngineAndChecksTheEnginesOwn() throws InterruptedException, IOException {
        Peers.require(RealEngine.NAME, RealEngine.available());
        Certificates certificates = Certificates.in(folder);
        Path authorityOnly = Files.createDirectory(folder.resolve("authority"));
        Files.copy(certificates.authority(), authorityOnly.resolve("ca.pem"));
        Path strangers = Files.createDirectory(folder.resolve("strangers"));
        Certificates.in(strangers);
        try (RealEngine engine = RealEngine.start(certificates)) {
            assertThat(look(engine.tcp(), Optional.of(certificates.folder())).heard())
                    .isEqualTo(Heard.YES);
            URI https = URI.create(engine.tcp().toString().replace("tcp:", "https:"));
            assertThat(look(https, Optional.of(certificates.folder())).heard()).isEqualTo(Heard.YES);

            EnvironmentObservation nobody = look(engine.tcp(), Optional.of(authorityOnly));
            assertThat(nobody.heard()).isEqualTo(Heard.NO);
            assertThat(nobody.detail()).contains("ca.pem, cert.pem and key.pem");
            EnvironmentObservation stranger = look(engine.tcp(), Optional.of(strangers));
            assertThat(stranger.heard()).isEqualTo(Heard.NO);
            assertThat(stranger.detail()).contains("PKIX").contains("ca.pem, cert.pem and key.pem");
            EnvironmentObservation plain = look(engine.tcp(), Optional.empty());
            assertThat(plain.heard()).isEqualTo(Heard.NO);
            assertThat(plain.detail()).contains("answered 400 (Client sent an HTTP request to an HTTPS server.)");
        }
    }

    private static EnvironmentObservation look(URI address, Optional<Path> certificates) throws InterruptedException {
        return DockerEnvironment.at("host", address, HttpSettings.defaults(), certificates)
                .observe(Progress.SILENT);
    }

    @Test
    void refusesAFolderThatHoldsHalfAnIdentity() throws IOException {
        Files.writeString(folder.resolve("cert.pem"), "");

        assertThatThrownBy(() -> look(URI.create("tcp://host"), Optional.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cert.pem and key.pem");
    }

    @Test
    void refusesFilesThatHoldNoCertificateBeforeTheFirstLook() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "");

        assertThatThrownBy(() -> DockerEnvironment.at(
                        "host", URI.create("tcp://host"), HttpSettings.defaults(), Optional.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ca.pem");
    }
}
