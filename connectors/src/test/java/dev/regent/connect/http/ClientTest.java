package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests through a proxy.
@Timeout(60)
final class ClientTest {

    private static final URI REGISTRY = URI.create("http://registry.example/v2/");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Scripted proxy;

    @BeforeEach
    void open() throws IOException {
        proxy = new Scripted();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private Http http() {
        return http(Duration.ofSeconds(20));
    }

    private Http http(Duration timeout) {
        URI uri = URI.create("http://us%65r:pass@127.0.0.1:" + proxy.url("").getPort());
        Proxies proxies = new Proxies(Optional.of(uri), Optional.of(uri), List.of());
        return new Http(
                new HttpSettings(timeout, Optional.empty(), false, Optional.empty(), proxies, 2), Optional.empty());
    }

    @Test
    void asksTheProxyForTheWholeAddress() throws Exception {
        proxy.says(OK).says(OK);
        try (Http http = http()) {
            assertThat(http.get(REGISTRY, Map.of("Accept", "a/b"), 100).status())
                    .isEqualTo(200);
            assertThat(http.get(REGISTRY, Map.of(), 100).body()).asString().isEqualTo("ok");
            assertThat(http.requests()).isEqualTo(2);
        }
        assertThat(proxy.requests().getFirst())
                .startsWith("GET http://registry.example/v2/ HTTP/1.1\r\n")
                .contains("Host: registry.example\r\n", "Accept: a/b\r\n", "User-Agent: regent/0.1\r\n");
        assertThat(proxy.connections()).containsExactly(1, 1);
    }

    @Test
    void provesToTheProxyWhoItIs() throws Exception {
        proxy.says("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n")
                .says(OK);
        try (Http http = http()) {
            assertThat(http.get(REGISTRY, Map.of(), 100).status()).isEqualTo(200);
        }
        assertThat(proxy.requests()).hasSize(2);
        assertThat(proxy.requests().getLast()).contains("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n");
    }

    @Test
    void asksTheProxyForATunnelToWhatIsEncrypted() throws Exception {
        proxy.says("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        try (Http http = http()) {
            URI encrypted = URI.create("https://registry.example/v2/");

            assertThat(http.get(encrypted, Map.of(), 100).status()).isEqualTo(403);
        }
        assertThat(proxy.requests()).singleElement().asString().startsWith("CONNECT registry.example:443 HTTP/1.1\r\n");
    }

    @Test
    void tellsWhetherAnythingOfABodyCame() {
        assertThat(fault("")).isEqualTo(new Fault.Cut(words(0), true));
        assertThat(fault("o")).isEqualTo(new Fault.Cut(words(1), false));
    }

    private static String words(int came) {
        return "Premature end of Content-Length delimited message body (expected: 2; received: " + came + ")";
    }

    private Fault fault(String body) {
        for (int i = 0; i < 4; i++) {
            proxy.saysAndLeaves("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
        }
        try (Http http = http()) {
            return catchThrowableOfType(ConnectorException.class, () -> http.get(REGISTRY, Map.of(), 100))
                    .fault();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 50000000000\r\n"})
    void readsNothingMoreOfAnAnswerThatIsTooLarge(String header) {
        proxy.says("HTTP/1.1 200 OK\r\n" + header + "\r\n" + "x".repeat(101));
        try (Http http = http()) {
            assertThat(catchThrowableOfType(ConnectorException.class, () -> http.get(REGISTRY, Map.of(), 100))
                            .fault())
                    .isEqualTo(new Fault.TooLarge(100));
        }
    }

    @Test
    void endsWhenNothingComes() {
        try (Http http = http(Duration.ofSeconds(1))) {
            assertThat(catchThrowableOfType(ConnectorException.class, () -> http.get(REGISTRY, Map.of(), 100))
                            .fault())
                    .isInstanceOf(Fault.Silent.class);
        }
    }

    @Test
    void sendsNothingOnceItIsClosed() {
        Http http = http();
        http.close();

        assertThatThrownBy(() -> http.get(REGISTRY, Map.of(), 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed");
        assertThat(proxy.requests()).isEmpty();
    }
}
