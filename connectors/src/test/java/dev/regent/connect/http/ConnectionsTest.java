package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over which connection a request goes, and when what it waits for ends.
@Timeout(60)
final class ConnectionsTest extends DirectScene {

    @Test
    void sendsAgainOverANewConnectionWhatCameToOneThatWasLeft() throws Exception {
        far.saysAndLeaves(OK).says(OK);

        get();
        assertThat(text(get())).isEqualTo("ok");

        assertThat(far.connections()).containsExactly(1, 2);
        assertThat(sent).hasValue(3);
    }

    @Test
    void sendsWhatCannotBeSentTwiceOverANewConnectionOnly() throws Exception {
        far.says(OK).says(OK).says(OK).saysAndLeaves("");

        get();
        send("DELETE");
        get();
        assertThatThrownBy(() -> send("DELETE"))
                .isInstanceOf(SocketException.class)
                .hasMessage("it hung up without an answer");

        assertThat(far.connections()).containsExactly(1, 2, 1, 3);
        assertThat(sent).hasValue(4);
    }

    @Test
    void failsWhereANewConnectionIsLeftWithoutAnAnswer() {
        far.saysAndLeaves("");

        assertThatThrownBy(this::get).isInstanceOf(SocketException.class).hasMessage("it hung up without an answer");
        assertThat(sent).hasValue(1);
    }

    @Test
    void keepsNoMoreConnectionsThanCanBeUnderWay() throws Exception {
        direct = direct(new HttpSettings(LONG, Optional.empty(), false, Optional.empty(), Proxies.NONE, 2));
        try (Scripted other = new Scripted();
                Scripted third = new Scripted()) {
            for (Scripted each : new Scripted[] {far, other, third}) {
                each.says(OK).says(OK);
                direct.carry(request("GET", each.url("/"), Map.of()), LONG);
            }
            direct.carry(request("GET", third.url("/"), Map.of()), LONG);
            direct.carry(request("GET", other.url("/"), Map.of()), LONG);
            get();

            assertThat(third.connections()).containsExactly(1, 1);
            assertThat(other.connections()).containsExactly(1, 1);
            assertThat(far.connections()).containsExactly(1, 2);
        }
    }

    @Test
    void endsWhenNothingComesForTooLong() {
        direct = direct(HttpSettings.defaults().withTimeout(Duration.ofMillis(200)));

        assertThatThrownBy(this::get).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void endsWhenAllOfItTakesTooLong() {
        assertThatThrownBy(() -> direct.carry(request("GET", far.url("/"), Map.of()), Duration.ofMillis(200)))
                .isInstanceOf(Http.SlowException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWithWhoeverGivesUp(boolean virtual) throws Exception {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Consumer<Direct> asking = over -> {
            try {
                over.carry(request("GET", far.url("/"), Map.of()), LONG);
                end.complete(false);
            } catch (InterruptedException e) {
                end.complete(true);
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        };
        Thread caller = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> asking.accept(direct));
        while (far.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        caller.interrupt();

        assertThat(end.get()).isTrue();
        assertThat(sent).hasValue(1);
    }

    @Test
    void sendsNothingOnceItIsClosed() throws Exception {
        far.says(OK);
        get();
        direct.close();

        assertThatThrownBy(this::get).isInstanceOf(IllegalStateException.class).hasMessage("closed");
        assertThat(far.requests()).hasSize(1);
    }

    @Test
    void takesNothingForAnAnswerThatCameUnasked() throws Exception {
        far.saysMore(OK, "HTTP/1.1 408 Bored\r\nContent-Length: 0\r\n\r\n").says(OK);

        get();
        far.awaitMore();

        assertThat(get().status()).isEqualTo(200);
        assertThat(far.connections()).containsExactly(1, 2);
        assertThat(sent).hasValue(2);
    }

    @Test
    void triesOneAddressAfterTheOther() throws Exception {
        far.says(OK);
        try (ServerSocket full = new ServerSocket()) {
            InetAddress deaf = InetAddress.getByName("127.0.0.3");
            full.bind(new InetSocketAddress(deaf, far.url("").getPort()), 1);
            List<Socket> others = fill(full);
            InetAddress[] all = {
                deaf, InetAddress.getByName("127.0.0.4"), InetAddress.getLoopbackAddress(),
            };
            HttpSettings brief = HttpSettings.defaults().withTimeout(Duration.ofMillis(300));
            direct = new Direct(brief, new Tls(brief), new HostNames(_ -> all), sent);
            URI uri = URI.create("http://three.example:" + full.getLocalPort() + "/");

            assertThat(text(direct.carry(request("GET", uri, Map.of()), LONG))).isEqualTo("ok");
            for (Socket each : others) {
                each.close();
            }
        }
    }

    /// Whoever comes now waits until somebody is let in.
    private static List<Socket> fill(ServerSocket listener) throws IOException {
        List<Socket> inLine = new ArrayList<>();
        while (true) {
            Socket next = new Socket();
            try {
                next.connect(listener.getLocalSocketAddress(), 200);
                inLine.add(next);
            } catch (SocketTimeoutException e) {
                next.close();
                return inLine;
            }
        }
    }

    @Test
    void endsWhereTheOtherEndNeverAgreesOnKeys() {
        direct = direct(HttpSettings.defaults().withTimeout(Duration.ofMillis(300)));
        URI encrypted = URI.create(far.url("/").toString().replace("http:", "https:"));

        assertThatThrownBy(() -> direct.carry(request("GET", encrypted, Map.of()), LONG))
                .isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> direct.carry(request("DELETE", encrypted, Map.of()), LONG))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(sent).hasValue(2);
    }

    @Test
    void namesAnIpv6AddressWithoutItsBrackets() {
        Origin origin = Origin.of(URI.create("HTTPS://[2001:db8::1]/v2/"));

        assertThat(origin).isEqualTo(new Origin("https", "[2001:db8::1]", 443));
        assertThat(origin.name()).isEqualTo("2001:db8::1");
    }
}
