package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What reads has no way to write.
final class PowerTest {

    private static final byte[] NOTHING = new byte[0];

    @Test
    void sendsNoChangeOverAConnectionThatReads() {
        try (RegistryDouble registry = RegistryDouble.serving(new World());
                Http reading = new Http(HttpSettings.defaults(), Optional.empty())) {
            URI uri = registry.url().resolve("/v2/team/app/manifests/1.0");

            assertThat(reading.mayWrite()).isFalse();
            assertThatThrownBy(() -> reading.delete(uri, Map.of(), 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("DELETE " + uri + ": this connection sends only ");
            assertThatThrownBy(() -> reading.put(uri, Map.of(), "a/b", NOTHING, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(registry.requests()).isZero();
        }
    }

    @Test
    void buildsNoWriterOnAConnectionThatReads() {
        Trust trust = new Trust(URI.create("http://127.0.0.1:1"), Set.of());
        try (Http reading = new Http(HttpSettings.defaults(), Optional.empty())) {
            assertThatThrownBy(() -> new AuthorizedWriter(reading, trust, new Credentials.None()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void hasNoMethodThatWritesWhereItReadsAsSomebody() {
        assertThat(Arrays.stream(AuthorizedHttp.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName))
                .containsOnly("get", "head", "measure");
    }

    @Test
    void sendsNoChangeAnywhereButToTheRegistry() {
        Trust trust = new Trust(URI.create("http://127.0.0.1:1"), Set.of("127.0.0.2"));
        try (Http http = Http.writing(HttpSettings.defaults())) {
            AuthorizedWriter writer = new AuthorizedWriter(http, trust, new Credentials.None());

            assertThatThrownBy(() -> writer.delete(URI.create("http://127.0.0.2:1/v2/"), ""))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(http.requests()).isZero();
        }
    }
}
