package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.content.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Where an answer ends: the same however it is cut into chunks, and into what the network brings at once.
final class FramingTest {

    private static final long SEED = 20_261_129;
    private static final int CASES = 20_000;
    private static final byte[] NEXT =
            "HTTP/1.1 404 Next\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    /// Brings as many bytes at once as chance has it.
    private static final class Network extends InputStream {
        private final byte[] all;
        private final SplittableRandom random;
        private int at;

        Network(byte[] all, SplittableRandom random) {
            this.all = all;
            this.random = random;
        }

        @Override
        public int read() {
            throw new AssertionError("byte by byte is slow");
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (at == all.length) {
                return -1;
            }
            int most = Math.min(length, all.length - at);
            int taken = random.nextInt(4) == 0 ? most : random.nextInt(1, Math.min(most, 7) + 1);
            System.arraycopy(all, at, to, offset, taken);
            at += taken;
            return taken;
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void framed(ByteArrayOutputStream out, byte[] body, SplittableRandom random) {
        write(out, "HTTP/1.1 200 OK\r\nX: " + "y".repeat(random.nextInt(3) == 0 ? random.nextInt(40_000) : 3) + "\r\n");
        if (random.nextBoolean()) {
            write(out, "Content-Length: " + body.length + "\r\n\r\n");
            out.writeBytes(body);
            return;
        }
        write(out, "Transfer-Encoding: chunked\r\n\r\n");
        int at = 0;
        while (at < body.length) {
            int length = random.nextInt(1, body.length - at + 1);
            write(out, Integer.toHexString(length) + (random.nextInt(4) == 0 ? ";a=b" : "") + "\r\n");
            out.write(body, at, length);
            write(out, "\r\n");
            at += length;
        }
        write(out, "0\r\n" + (random.nextInt(4) == 0 ? "Trailer: x\r\n" : "") + "\r\n");
    }

    @Test
    void findsTheEndOfEachBodyAndTheBeginningOfTheNextAnswer() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            byte[] body = new byte[random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(40)];
            random.nextBytes(body);
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            framed(wire, body, random);
            wire.writeBytes(NEXT);
            Incoming in = new Incoming(new Network(wire.toByteArray(), random), () -> {});

            Head head = Head.read(in);
            Body read = new Body(in, head.length("GET"));
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            byte[] buffer = new byte[random.nextInt(1, 20_000)];
            for (int n = read.read(buffer); n >= 0; n = read.read(buffer)) {
                came.write(buffer, 0, n);
            }

            assertThat(came.toByteArray()).as("seed %s", SEED + i).isEqualTo(body);
            assertThat(read.isWhole()).isTrue();
            assertThat(Head.read(in).status()).as("seed %s", SEED + i).isEqualTo(404);
            assertThat(in.hasRest()).isFalse();
        }
    }

    @Test
    void takesAnyBytesForAnAnswerOrSaysWhyNot() {
        List<String> texts = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\nhello, world",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 None\r\nKeep-Alive: timeout=5\r\n folded\r\n\r\nto the end");
        AtomicInteger whole = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        Mutations.each(SEED, CASES, texts, bytes -> {
            try {
                Incoming in = new Incoming(new ByteArrayInputStream(bytes), () -> {});
                Head head = Head.read(in);
                Body body = new Body(in, head.length("GET"));
                assertThat(body.readAllBytes().length).isLessThanOrEqualTo(bytes.length);
                assertThat(head.status()).isBetween(200, 999);
                whole.incrementAndGet();
            } catch (CutException e) {
                assertThat(e.getMessage()).isNotBlank();
                cut.incrementAndGet();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(whole).hasValueGreaterThan(CASES / 100);
        assertThat(cut).hasValueGreaterThan(CASES / 100);
    }
}
