package dev.regent.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import dev.regent.cli.remote.ServerDouble.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// What a far side may do besides answering well.
public final class Replies {

    private Replies() {}

    /// Something of any type.
    public static Reply body(int status, String type, String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        };
    }

    /// Events, and then the connection's end.
    public static Reply events(String... events) {
        return exchange -> {
            try (OutputStream out = opened(exchange)) {
                for (String event : events) {
                    out.write(event.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        };
    }

    /// A stream without events that stays open.
    ///
    /// @param watched counted down when somebody reads it
    /// @param over ends it
    public static Reply held(CountDownLatch watched, CountDownLatch over) {
        return exchange -> {
            try (OutputStream out = opened(exchange)) {
                out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                watched.countDown();
                over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    /// More bytes promised than come.
    public static Reply cut(String type, String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length + 10L);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /// No answer at all.
    public static Reply hangUp() {
        return HttpExchange::close;
    }

    private static OutputStream opened(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }
}
