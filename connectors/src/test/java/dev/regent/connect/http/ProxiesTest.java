package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {

    private static Optional<URI> through(String except, String scheme, String host, int port) {
        return Proxies.from(Map.of("http_proxy", "http://plain:1", "HTTPS_PROXY", "secure:2", "no_proxy", except))
                .proxyFor(scheme, host, port);
    }

    @Test
    void goesThroughTheProxyOfTheScheme() {
        assertThat(through("", "http", "registry.example", 80)).contains(URI.create("http://plain:1"));
        assertThat(through("", "https", "registry.example", -1)).contains(URI.create("http://secure:2"));
    }

    @Test
    void readsLowerCaseFirst() {
        Proxies proxies = Proxies.from(Map.of("http_proxy", "http://lower:1", "HTTP_PROXY", "http://upper:2"));

        assertThat(proxies.proxyFor("http", "registry.example", 80)).contains(URI.create("http://lower:1"));
    }

    @Test
    void takesAVariableThatIsBlankForNone() {
        assertThat(Proxies.from(Map.of("http_proxy", " ", "no_proxy", ""))).isEqualTo(Proxies.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            registry.example              | registry.example     | 5000
            example                       | registry.example     | -1
            .example                      | registry.example     | -1
            *.example                     | registry.example     | -1
            other , registry.example      | registry.example     | -1
            REGISTRY.example              | Registry.Example     | -1
            registry.example:5000         | registry.example     | 5000
            registry.example:443          | registry.example     | -1
            *                             | registry.example     | -1
            10.0.0.7                      | 10.0.0.7             | 5000
            10.0.0.0/8                    | 10.200.0.7           | 5000
            192.168.4.0/22                | 192.168.7.255        | -1
            nothing                       | localhost            | 5000
            nothing                       | 127.0.0.1            | 5000
            nothing                       | [::1]                | 5000
            """)
    void goesStraightToWhatIsExcepted(String except, String host, int port) {
        assertThat(through(except, "https", host, port)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            registry.example:5000         | registry.example     | 5001
            registry.example:5000         | registry.example     | -1
            gistry.example                | registry.example     | -1
            sub.registry.example          | registry.example     | -1
            10.0.0.0/8                    | 11.0.0.7             | 5000
            10.0.0.0/33                   | 10.0.0.7             | 5000
            192.168.4.0/22                | 192.168.8.0          | -1
            10.0.0.0/8                    | registry.example     | -1
            """)
    void goesThroughTheProxyForEverythingElse(String except, String host, int port) {
        assertThat(through(except, "https", host, port)).contains(URI.create("http://secure:2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hunter2@a b",
                "http://user:hunter2@",
                "socks5://user:hunter2@proxy:1080",
                "http://p:99999"
            })
    void refusesAProxyThatIsNoneWithoutShowingIt(String value) {
        assertThatThrownBy(() -> Proxies.from(Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HTTPS_PROXY is no http(s)://host[:port]; it is not shown since it may hold a password")
                .hasNoCause();
    }
}
