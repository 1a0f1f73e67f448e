package dev.regent.connect.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A far side that says anything, and connections of our own to it.
abstract class DirectScene {

    static final Duration LONG = Duration.ofSeconds(30);
    static final int LIMIT = 10_000;
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    final AtomicLong sent = new AtomicLong();
    Scripted far;
    Direct direct;

    @BeforeEach
    void open() throws IOException {
        far = new Scripted();
        direct = direct(HttpSettings.defaults());
    }

    @AfterEach
    void close() throws IOException {
        direct.close();
        far.close();
    }

    Direct direct(HttpSettings settings) {
        return new Direct(settings, new Tls(settings), HostNames.OF_THIS_MACHINE, sent);
    }

    static Request request(String method, URI uri, Map<String, String> headers) {
        boolean repeatable = !method.equals("DELETE");
        return new Request(method, uri, headers, Optional.empty(), LIMIT, true, repeatable);
    }

    Answer get() throws IOException, InterruptedException {
        return send("GET");
    }

    Answer send(String method) throws IOException, InterruptedException {
        return direct.carry(request(method, far.url("/v2/"), Map.of()), LONG);
    }

    static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
