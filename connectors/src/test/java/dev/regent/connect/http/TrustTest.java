package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustTest {

    private static boolean trusts(String registry, String target, String... allowed) {
        try {
            new Trust(URI.create(registry), Set.of(allowed)).check("token", URI.create(target));
            return true;
        } catch (ConnectorException e) {
            assertThat(e.fault()).isInstanceOf(Fault.Distrusted.class);
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://registry.gitlab.com, https://gitlab.com/jwt/auth
            https://registry-1.docker.io, https://auth.docker.io/token
            https://registry.example, https://registry.example:8443/token
            https://REGISTRY.example, https://registry.EXAMPLE/token
            https://registry.a.co.uk, https://auth.a.co.uk/
            https://nvcr.io, https://authn.nvidia.com/token
            https://gcr.io, https://oauth2.googleapis.com/token
            http://127.0.0.1:5000, http://127.0.0.1:5001/token
            http://127.0.0.1:5000, https://127.0.0.1/token
            http://localhost:5000, http://localhost:5001/token
            http://registry:5000, http://registry:5001/token
            https://registry.team.internal, https://auth.team.internal/
            http://[::1]:5000, http://[::1]:5001/
            """)
    void goesToTheRegistrysOwnHosts(String registry, String target) {
        assertThat(trusts(registry, target)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://a.co.uk, https://b.co.uk/
            https://a.github.io, https://b.github.io/
            https://registry.example.com, https://example.org/
            https://registry.example.com, https://example.com.evil.org/
            https://registry.example.com, https://notexample.com/
            https://registry.team-a.internal, https://auth.team-b.internal/
            https://registry.internal, https://evil.internal/
            http://registry.local, http://evil.local/
            http://localhost:5000, http://evil.localhost/
            http://registry:5000, http://auth.registry/
            http://registry:5000, http://auth/
            http://127.0.0.1, http://127.0.0.2/
            http://10.0.0.1, http://1.0.0.1/
            http://[::1], http://[::2]/
            https://nvcr.io, https://nvidia.com/
            https://ghcr.io, https://authn.nvidia.com/
            https://registry.example, http://registry.example/
            https://registry.example, ftp://registry.example/
            https://registry.example, mailto:registry.example
            https://registry.example, /token
            """)
    void goesNowhereElse(String registry, String target) {
        assertThat(trusts(registry, target)).isFalse();
    }

    @Test
    void goesWherePeopleAllowItWhateverThePortAndTheCase() {
        assertThat(trusts("https://registry.example", "https://auth.other:8443/", "auth.other"))
                .isTrue();
        assertThat(trusts("https://registry.example", "https://auth.other/", "Auth.Other"))
                .isTrue();
        assertThat(trusts("https://registry.example", "https://sub.auth.other/", "auth.other"))
                .isFalse();
        assertThat(trusts("https://registry.example", "http://auth.other/", "auth.other"))
                .isFalse();
    }

    @Test
    void refusesAPortThatCannotBe() {
        assertThatThrownBy(() -> new Trust(URI.create("http://127.0.0.1:5000"), Set.of())
                        .check("GET x", URI.create("http://127.0.0.1:99999/token")))
                .hasMessage("GET x: leads to an address that is no http or https URL");
    }

    @Test
    void namesTheHostToAllow() {
        assertThatThrownBy(() -> new Trust(URI.create("https://registry.example"), Set.of())
                        .check("token", URI.create("https://auth.other:8443/t?secret=1")))
                .hasMessage("token: leads to another host, https://auth.other:8443/t; allow it with --token-realm"
                        + " auth.other if it belongs to this registry");
    }

    @Test
    void callsOnlyTheSameSchemeHostAndPortTheSameOrigin() {
        Trust trust = new Trust(URI.create("https://registry.example"), Set.of());

        assertThat(trust.sameOrigin(URI.create("https://Registry.example:443/x")))
                .isTrue();
        assertThat(trust.sameOrigin(URI.create("https://registry.example:444/x")))
                .isFalse();
        assertThat(trust.sameOrigin(URI.create("http://registry.example:443/x")))
                .isFalse();
        assertThat(trust.sameOrigin(URI.create("mailto:x"))).isFalse();
    }
}
