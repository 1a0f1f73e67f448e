package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineAddressTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:2375, false, http://127.0.0.1:2375",
        "tcp://host, false, http://host:2375",
        "tcp://host/, true, https://host:2376",
        "tcp://[::1]:99, false, http://[::1]:99",
        "https://host:2376, false, https://host:2376",
        "https://host, false, https://host:443",
    })
    void readsHostsAndPorts(String text, boolean tls, String base) {
        EngineAddress.Tcp address = (EngineAddress.Tcp) EngineAddress.of(URI.create(text), tls);

        assertThat(address.base()).isEqualTo(URI.create(base));
    }

    @Test
    void readsSockets() {
        assertThat(EngineAddress.of(URI.create("unix:///run/a%20b.sock"), false))
                .isEqualTo(new EngineAddress.Socket(Path.of("/run/a b.sock")));
    }

    @Test
    void readsSocketsOfOtherMachines() {
        assertThat(EngineAddress.of(URI.create("ssh://me@host_1:2222/run/user/1000/docker.sock"), false))
                .isEqualTo(new EngineAddress.Ssh(
                        Optional.of("me"), "host_1", OptionalInt.of(2222), "/run/user/1000/docker.sock"));
        assertThat(EngineAddress.of(URI.create("ssh://host"), false))
                .isEqualTo(
                        new EngineAddress.Ssh(Optional.empty(), "host", OptionalInt.empty(), "/var/run/docker.sock"));
        assertThat(EngineAddress.of(URI.create("ssh://[fe80::1]"), false))
                .hasToString("ssh://[fe80::1]/var/run/docker.sock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host:2375",
                "npipe:////./pipe/docker_engine",
                "host:2375",
                "/var/run/docker.sock",
                "unix:///",
                "unix:relative",
                "unix://relative/path",
                "tcp:///path",
                "tcp://host:0",
                "tcp://host:70000",
                "tcp://host/v1.41",
                "tcp://me@host",
                "tcp://host?a=b",
                "ssh:///run/docker.sock",
                "ssh://-oProxyCommand=evil",
                "ssh://-oProxyCommand=evil/run/docker.sock",
                "ssh://-l@host",
                "ssh://me@-host",
                "ssh://host:99999",
                "ssh://host/run/a:b",
                "ssh://host/run/%25h",
                "ssh://host/run/$HOME",
                "ssh://host#x",
            })
    void refusesWhatIsNoAddressOfAnEngine(String text) {
        assertThatThrownBy(() -> EngineAddress.of(URI.create(text), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an engine's address is unix:///path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://me:hunter2@host:2375", "ssh://me:hunter2@host", "unix://me:hunter2@h/x", "x://a:hunter2@b"
            })
    void refusesPasswordsWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> EngineAddress.of(URI.create(text), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void allowsTheseCallsAndNoOthers() {
        assertThat(Arrays.stream(Call.values()).map(Call::path).toList())
                .isEqualTo(List.of(
                        "/_ping",
                        "/version",
                        "/info",
                        "/containers/json",
                        "/images/json",
                        "/services",
                        "/tasks",
                        "/nodes",
                        "/events"));
    }
}
