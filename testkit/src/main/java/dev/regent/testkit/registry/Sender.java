package dev.regent.testkit.registry;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes answers to one connection, well or badly.
final class Sender {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch closed;

    /// @param socket the connection below any encryption
    /// @param out takes what the client reads
    /// @param closed down when waiting must end
    Sender(Socket socket, OutputStream out, CountDownLatch closed) {
        this.socket = socket;
        this.out = new BufferedOutputStream(out, 16 * 1024);
        this.closed = closed;
    }

    /// A time as HTTP writes it.
    static String httpDate(Instant time) {
        return HTTP_DATE.format(time);
    }

    /// Tells a client that it speaks no HTTP that is understood here.
    void refuse(@Nullable String reason) throws IOException {
        byte[] content = ("the request cannot be read: " + reason + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 400 \r\nConnection: close\r\nContent-Length: " + content.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        out.flush();
    }

    /// Whether the connection can take another request afterwards.
    ///
    /// @param turn ended before the last byte goes out, so that a client's next call never overlaps
    boolean send(Received request, Answer answer, Wire.Turn turn) throws IOException, InterruptedException {
        boolean usable = switch (answer.delivery()) {
            case Delivery.AtOnce _ -> whole(request, answer, turn);
            case Delivery.After(Duration delay) -> !closedWithin(delay) && whole(request, answer, turn);
            case Delivery.Once(CountDownLatch released) -> {
                released.await();
                yield whole(request, answer, turn);
            }
            case Delivery.Trickling(Duration interval) -> trickle(request, answer, interval);
            case Delivery.CutAfter(long bytes) -> cut(request, answer, bytes);
            case Delivery.Reset _ -> reset();
            case Delivery.HangUp _ -> false;
            case Delivery.Never _ -> {
                closed.await();
                yield false;
            }
        };
        return usable && !request.lastOnItsConnection();
    }

    private boolean closedWithin(Duration time) throws InterruptedException {
        return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean whole(Received request, Answer answer, Wire.Turn turn) throws IOException {
        head(request, answer);
        if (hasBody(request, answer)) {
            if (chunked(answer)) {
                Chunks chunks = new Chunks(out);
                answer.body().writeTo(chunks);
                chunks.end();
            } else {
                answer.body().writeTo(out);
            }
        }
        turn.close();
        out.flush();
        return true;
    }

    private boolean trickle(Received request, Answer answer, Duration interval)
            throws IOException, InterruptedException {
        head(request, answer);
        out.flush();
        if (!hasBody(request, answer)) {
            return true;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        answer.body().writeTo(content);
        for (byte next : content.toByteArray()) {
            if (closedWithin(interval)) {
                return false;
            }
            out.write(next);
            out.flush();
        }
        return true;
    }

    private boolean cut(Received request, Answer answer, long bytes) throws IOException {
        head(request, answer);
        if (hasBody(request, answer)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            answer.body().writeTo(content);
            out.write(content.toByteArray(), 0, (int) Math.min(bytes, content.size()));
        }
        out.flush();
        return false;
    }

    private boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    private void head(Received request, Answer answer) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " \r\n");
        answer.headers().forEach((name, value) -> line(head, name, value));
        if (!answer.headers().containsKey("Date")) {
            line(head, "Date", httpDate(Instant.now()));
        }
        if (chunked(answer)) {
            line(head, "Transfer-Encoding", "chunked");
        } else if (!answer.bodiless()) {
            line(head, "Content-Length", Long.toString(answer.body().length()));
        }
        if (request.lastOnItsConnection()) {
            line(head, "Connection", "close");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static boolean hasBody(Received request, Answer answer) {
        return !request.method().equals("HEAD") && !answer.bodiless();
    }

    private static boolean chunked(Answer answer) {
        return answer.body() instanceof Body.Endless(long _, boolean announced) && !announced;
    }

    /// Each write becomes one chunk.
    private static final class Chunks extends FilterOutputStream {

        Chunks(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, offset, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
