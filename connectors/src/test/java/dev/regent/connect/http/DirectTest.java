package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent, and what is taken for an answer.
@Timeout(60)
final class DirectTest extends DirectScene {

    @Test
    void sendsARequestAsTheStandardWantsIt() throws Exception {
        far.says(OK).says(OK);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "a/b, c/d");
        headers.put("Authorization", "Bearer t\r\nX-Other: \u0000\u007fé\t1");

        direct.carry(request("GET", far.url("/v2/a%2fb/é/x?last=ü&n=1"), headers), LONG);
        direct.carry(request("HEAD", URI.create(far.url("").toString()), Map.of()), LONG);

        String host = far.url("").getRawAuthority();
        assertThat(far.requests())
                .containsExactly(
                        "GET /v2/a%2fb/%C3%A9/x?last=%C3%BC&n=1 HTTP/1.1\r\nHost: " + host
                                + "\r\nAccept: a/b, c/d\r\nAuthorization: Bearer t  X-Other:   é\t1"
                                + "\r\nUser-Agent: regent/0.1\r\n\r\n",
                        "HEAD / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: regent/0.1\r\n\r\n");
        assertThat(sent).hasValue(2);
    }

    @Test
    void sendsContentWithItsLengthAndKind() throws Exception {
        far.says(OK);
        byte[] content = "grant=ü".getBytes(StandardCharsets.UTF_8);

        direct.carry(
                new Request(
                        "POST",
                        far.url("/token"),
                        Map.of(),
                        Optional.of(new Request.Content("a/b", content)),
                        LIMIT,
                        true,
                        true),
                LONG);

        assertThat(far.requests())
                .singleElement()
                .asString()
                .endsWith("\r\nContent-Type: a/b\r\nContent-Length: 8\r\n\r\ngrant=ü");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | HTTP/1.1 200 OK~Content-Length: 2~~ok | 200 | ok",
                "GET  | HTTP/1.1 200~content-length:2~~ok | 200 | ok",
                "GET  | HTTP/1.1 404 Not Found~Content-Length: 2, 2~~no | 404 | no",
                "GET  | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~o~1;x=\"y\"~k~0~~ | 200 | ok",
                "GET  | HTTP/1.1 200 OK~Transfer-Encoding: Chunked~~00002~ok~000~Trailer: x~~ | 200 | ok",
                "GET  | HTTP/1.1 200 OK~Content-Length: 0~~ | 200 | ''",
                "GET  | HTTP/1.1 204 No Content~~ | 204 | ''",
                "GET  | HTTP/1.1 304 Not Modified~Content-Length: 2~~ | 304 | ''",
                "HEAD | HTTP/1.1 200 OK~Content-Length: 700~~ | 200 | ''",
                "GET  | HTTP/1.1 100 Continue~~HTTP/1.1 103 Early Hints~Link: <x>~~HTTP/1.1 200 OK~Content-Length: 2~~ok"
                        + " | 200 | ok",
                "GET  | HTTP/1.0 200 OK~Connection: Keep-Alive~Content-Length: 2~~ok | 200 | ok",
            })
    void takesAnAnswerAndKeepsTheConnection(String method, String answer, int status, String body) throws Exception {
        far.says(answer.replace("~", "\r\n")).says(OK);

        Answer came = send(method);

        assertThat(came.status()).isEqualTo(status);
        assertThat(text(came)).isEqualTo(body);
        assertThat(text(get())).isEqualTo("ok");
        assertThat(far.connections()).containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Connection: close~Content-Length: 2~~ok",
                "HTTP/1.1 200 OK~Connection: Upgrade,  Close~Content-Length: 2~~ok",
                "HTTP/1.1 200 OK~Keep-Alive: timeout=0, max=5~Content-Length: 2~~ok",
                "HTTP/1.0 200 OK~Content-Length: 2~~ok",
                "HTTP/1.1 200 OK~Content-Length: 9~Transfer-Encoding: chunked~~2~ok~0~~",
                "HTTP/1.1 200 OK~Content-Length: 2~~ok and more",
            })
    void takesAnAnswerAndLetsTheConnectionGo(String answer) throws Exception {
        far.says(answer.replace("~", "\r\n")).says(OK);

        assertThat(text(get())).isEqualTo("ok");
        assertThat(text(get())).isEqualTo("ok");
        assertThat(far.connections()).containsExactly(1, 2);
        assertThat(sent).hasValue(2);
    }

    @Test
    void takesABodyThatEndsWithTheConnection() throws Exception {
        String long9000 = "x".repeat(9000);
        far.saysAndLeaves("HTTP/1.1 200 OK\r\n\r\n" + long9000).says(OK);

        assertThat(text(get())).isEqualTo(long9000);
        assertThat(text(get())).isEqualTo("ok");
        assertThat(far.connections()).containsExactly(1, 2);
    }

    @Test
    void readsHeadersHoweverTheyAreWritten() throws Exception {
        far.says("""
                HTTP/1.1 401 Who
                WWW-Authenticate:Basic a
                www-authenticate: \t Bearer b\s
                X-Long: one
                  two
                Content-Length: 0

                """);

        Answer answer = get();

        assertThat(answer.headerValues("WWW-Authenticate")).containsExactly("Basic a", "Bearer b");
        assertThat(answer.header("x-long")).contains("one two");
        assertThat(answer.header("none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0 | it is no HTTP/1.1: \"SSH-2.0\"",
                "HTTP/2 200 | it is no HTTP/1.1: \"HTTP/2 200\"",
                "HTTP/1.1 2000 OK | it is no HTTP/1.1: \"HTTP/1.1 2000 OK\"",
                "HTTP/1.1 2x0 OK | a number is wanted, got \"2x0\"",
                "HTTP/1.1 101 Switching Protocols | it is no HTTP/1.1: \"HTTP/1.1 101 Switching Protocols\"",
                "HTTP/1.1 200 OK~: x | one of its headers has no name: \": x\"",
                "HTTP/1.1 200 OK~ folded: x | one of its headers has no name: \" folded: x\"",
                "HTTP/1.1 200 OK~Content-Length: -1 | a number is wanted, got \"-1\"",
                "HTTP/1.1 200 OK~Content-Length: 1e3 | a number is wanted, got \"1e3\"",
                "HTTP/1.1 200 OK~Content-Length: 99999999999999999999 | a number is wanted, got \"99999999999999999999\"",
                "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2"
                        + " | its length can't be told: content-length \"[1, 2]\"",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked"
                        + " | its length can't be told: transfer-encoding \"[gzip, chunked]\"",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz | a number is wanted, got \"zz\"",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~ok | a chunk of its body doesn't end where it said",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~o~+1~k | a number is wanted, got \"+1\"",
            })
    void takesNothingElseForAnAnswer(String answer, String why) throws Exception {
        far.says(answer.replace("~", "\r\n") + "\r\n\r\n").says(OK);

        assertThatThrownBy(this::get).isInstanceOf(CutException.class).hasMessage(why);
        assertThat(text(get())).isEqualTo("ok");
        assertThat(far.connections()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 5~~ok | its body broke off after 2 bytes, 3 before its end",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~ok"
                        + " | its body broke off after 2 bytes, 3 before its end of a chunk",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~ | it ended before its headers did",
                "HTTP/1.1 200 OK~Content-Le | it ended within a line",
            })
    void tellsWhereAnAnswerBrokeOff(String answer, String why) {
        far.saysAndLeaves(answer.replace("~", "\r\n"));

        assertThatThrownBy(this::get).isInstanceOf(CutException.class).hasMessage(why);
    }

    @Test
    void boundsWhatAFarSideMakesItHold() {
        far.says("HTTP/1.1 200 OK\r\nx: " + "y".repeat(200_000))
                .says("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(201) + "\r\n")
                .says("HTTP/1.1 100 Continue\r\n\r\n".repeat(17))
                .says("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n")
                .says("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(10_001));

        assertThatThrownBy(this::get).hasMessage("a line of its headers is longer than 65536 bytes");
        assertThatThrownBy(this::get).hasMessage("it has more than 200 headers");
        assertThatThrownBy(this::get).hasMessage("it announces an answer for ever");
        assertThatThrownBy(this::get).isInstanceOf(Bodies.TooLargeException.class);
        assertThatThrownBy(this::get).isInstanceOf(Bodies.TooLargeException.class);
        assertThat(far.connections()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void countsABodyThatNobodyKeeps() throws Exception {
        far.says("HTTP/1.1 206 Partial\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(20_000))
                .says("HTTP/1.1 404 None\r\nContent-Length: 2\r\n\r\nno");
        Request measuring = new Request("GET", far.url("/"), Map.of(), Optional.empty(), 20_000, false, true);

        Answer counted = direct.carry(measuring, LONG);
        Answer refused = direct.carry(measuring, LONG);

        assertThat(counted.length()).isEqualTo(20_000);
        assertThat(counted.body()).isEmpty();
        assertThat(text(refused)).isEqualTo("no");
        assertThat(far.connections()).containsExactly(1, 1);
    }
}
