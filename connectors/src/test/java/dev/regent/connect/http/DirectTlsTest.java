package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Place;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whom we believe to be who they should be.
final class DirectTlsTest {

    /// Everybody is on this machine.
    private static final HostNames HERE = new HostNames(_ -> new InetAddress[] {InetAddress.getLoopbackAddress()});

    private static RegistryDouble registry;

    @BeforeAll
    static void open() {
        registry = RegistryDouble.serving(
                new World(), Behaviour.good(), Place.loopback().overTls());
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    private static HttpSettings settings(boolean insecure) {
        return new HttpSettings(Duration.ofSeconds(30), Optional.empty(), insecure, Optional.empty(), Proxies.NONE, 1);
    }

    private static URI at(String host) {
        return URI.create("https://" + host + ":" + registry.port() + "/v2/");
    }

    private static int status(HttpSettings settings, String host) throws Exception {
        try (Http http = Http.asking(HERE, settings)) {
            return http.get(at(host), Map.of(), 1000).status();
        }
    }

    private static String refusal(HttpSettings settings, String host) {
        return catchThrowableOfType(ConnectorException.class, () -> status(settings, host))
                .fault()
                .words();
    }

    @Test
    void believesACertificateOfAnAuthorityThatPeopleNamed() throws Exception {
        HttpSettings trusting = settings(false).withCaFile(registry.caFile());

        assertThat(status(trusting, "localhost")).isEqualTo(200);
        assertThat(status(trusting, "127.0.0.1")).isEqualTo(200);
    }

    @Test
    void believesNoCertificateForAnotherName() {
        HttpSettings trusting = settings(false).withCaFile(registry.caFile());

        assertThat(refusal(trusting, "other.example")).contains("other.example");
        assertThat(refusal(trusting, "127.0.0.2")).contains("127.0.0.2");
    }

    @Test
    void believesNoCertificateOfAnAuthorityThatNobodyNamed() {
        assertThat(refusal(settings(false), "localhost")).contains("PKIX path building failed");
    }

    @Test
    void believesAnybodyWherePeopleWantThat() throws Exception {
        assertThat(status(settings(true), "other.example")).isEqualTo(200);
    }
}
